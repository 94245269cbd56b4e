import { Command, InvalidArgumentError, Option } from 'commander';
import { duration } from '../duration.js';
import { parseEscape } from '../../host/serial/escape.js';
import { parseDisk, type DiskFile } from '../../host/virtio-disks.js';
import { parseShare, type ShareFolder } from '../../host/share/shares.js';
import { parseDomain } from '../../host/domain-spec.js';
import type { DomainFiles } from '../../host/xen-launch.js';
import { parseNet, type NetSpec } from '../../host/net/spec.js';
import { parseSerial } from '../../host/serial/spec.js';
import { number } from '../number.js';
import { parsedBy } from '../parsed-by.js';
import type { RunOptions } from '../run.js';

function count(text: string): number {
  const n = Number(text);
  if (!/^[1-8]$/.test(text)) throw new InvalidArgumentError('Expected 1 to 8.');
  return n;
}

const domainSpec = parsedBy(parseDomain);
const domain = (text: string, before: DomainFiles[] = []): DomainFiles[] => [...before, domainSpec(text)];
const diskFile = parsedBy(parseDisk);
const disk = (text: string, before: DiskFile[] = []): DiskFile[] => [...before, diskFile(text)];
const shareFolder = parsedBy(parseShare);
const share = (text: string, before: ShareFolder[] = []): ShareFolder[] => [...before, shareFolder(text)];
const netSpec = parsedBy(parseNet);
const net = (text: string, before: NetSpec[] = []): NetSpec[] => [...before, netSpec(text)];
const serial = parsedBy(parseSerial);
const escape = parsedBy(parseEscape);

function port(text: string): number {
  const n = Number(text);
  if (!/^\d{1,5}$/.test(text) || n > 65535) throw new InvalidArgumentError('Expected a port from 0 to 65535.');
  return n;
}

function pattern(text: string, before: RegExp[]): RegExp[] {
  try {
    return [...before, new RegExp(text, 'm')];
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? `${error.message}.` : 'Expected a regular expression.');
  }
}

const AFTER = `
Examples:
  pivisor run --kernel hello.elf
  pivisor run --kernel test.elf --expect 'all tests passed' --timeout 10s
  pivisor run --kernel firmware.elf --el 3 --board ./my-board.json
  pivisor run --kernel Image --initrd initrd.cpio.gz --dtb bcm2711-rpi-4-b.dtb --append console=ttyAMA0
  pivisor run --kernel u-boot.bin --dtb bcm2711-rpi-4-b.dtb --firmware bl31.bin
  pivisor run --sd card.img
  pivisor run --sd card.img --net nat,forward=tcp:2222:22
  pivisor run machine.yaml
  pivisor run --xen xen --dom0 Image --initrd initrd.cpio.gz --domu kernel=Image,initrd=initrd.cpio.gz

Exit codes:
  0  the program ended in good order, or the console showed all that was expected
  1  something expected did not come, a limit was reached, or the program ended with an exit code other than 0
  2  bad usage, or a bad file: one line says which, and what was expected
  3  the guest died: a kernel's panic, exceptions without end, all cores wait and nothing will wake them, or its memory
     does not fit`;

/** `pivisor run`: a program on a board, its console on standard output. */
export const run = (): Command =>
  new Command('run')
    .description('run a program on an emulated board, or a machine with guests')
    .argument('[file]', 'a machine file (YAML): a board, and guests for our hypervisor')
    .option('--kernel <file>', 'the program: a Linux Image (or gzip of one), an ELF executable, or a raw image')
    .option('--xen <file>', "Xen in the place of a kernel; --initrd and --append are dom0's then")
    .option('--xen-append <text>', "added to Xen's command line")
    .option('--dom0 <file>', 'the kernel of dom0, an arm64 Image')
    .option(
      '--domu <spec>',
      'a domain that Xen makes: kernel=FILE[,initrd=FILE][,memory=MIB][,vcpus=N][,name=NAME][,append=TEXT], append last; may be given several times',
      domain,
      undefined,
    )
    .option('--sd <image>', 'the card in the slot; without --kernel the board boots from it, by its config.txt')
    .option('--sd-snapshot', 'forget at the end what is written to the card')
    .option(
      '--disk <file>',
      'a raw image as a virtio disk, read-only with ,ro behind its name; may be given several times',
      disk,
      undefined,
    )
    .option(
      '--share <folder>',
      'a folder that the guest mounts by 9p (virtio), by its name or by tag=NAME: DIR[,ro][,tag=NAME]; may be given several times',
      share,
      undefined,
    )
    .option(
      '--net <spec>',
      'plug the board into a network: nat or isolated, then [,forward=[tcp:|udp:]HOST:GUEST]... [,pcap=FILE][,device=genet|virtio][,mac=MAC][,address=GATEWAY/BITS][,name=NAME][,loopback=no][,internet=no]; may be given several times',
      net,
      undefined,
    )
    .option('--initrd <file>', 'initial RAM disk')
    .option('--dtb <file>', 'device tree, if not one made from the board; what the firmware would write is added')
    .option('--append <text>', "the kernel's command line")
    .option(
      '--board <name>',
      'rpi4b-1g, -2g (the default), -4g, -8g, rpi400, cm4, rpi4b-octo, virt, or a file that describes a board',
    )
    .option('--cpus <n>', 'cores, if fewer than the board has', count)
    .option(
      '--firmware <what>',
      'armstub (spin table, the default on a Pi), psci, none, or an EL3 image such as bl31.bin',
    )
    .addOption(
      new Option('--el <level>', 'exception level to start at, if not 2: 1 with PSCI, 3 without firmware').argParser(
        (text) => {
          if (!/^[123]$/.test(text)) throw new InvalidArgumentError('Expected 1, 2 or 3.');
          return Number(text);
        },
      ),
    )
    .option(
      '--expect <regex>',
      'text that the console must show; may be given several times, in this order',
      pattern,
      [],
    )
    .option('--timeout <time>', 'guest time after which to give up, such as 60s or 500ms', duration)
    .option('--wall-timeout <time>', 'real time after which to give up', duration)
    .option('--no-reboot', 'a guest that asks for a reset ends the run')
    .option('--seed <n>', 'what random numbers start from', number)
    .option('--serial0 <where>', 'the PL011: stdio, null, file:PATH, tcp:[HOST:]PORT or pty', serial)
    .option('--serial1 <where>', 'the mini UART; by default both share standard input and output', serial)
    .option('--escape <key>', 'key that opens the console menu on a terminal, such as ctrl-a; or none', escape)
    .option('--log <file>', "all that goes over the serial ports, with the guest's time")
    .option('--attach <guest>', 'begin with one guest of a machine file on the terminal, and not with all of them')
    .option('--control <where>', "the control socket's path, or a name for pivisor ps and ctl; or none")
    .option('--headless', 'read nothing from standard input; so it is with --expect')
    .addOption(
      new Option(
        '--clock <which>',
        'while the guest waits: virtual time (as fast as possible) or the wall clock (host); by default host if somebody can type',
      ).choices(['virtual', 'host', 'auto']),
    )
    .option('--gdb <port>', 'wait for GDB on this TCP port, and let it drive the machine', port)
    .option('--trace <list>', 'what to trace: exceptions, mmio (or mmio:UART0+GPIO), irq, with commas between them')
    .option('--trace-file <file>', 'where the trace goes, if not to standard error; JSON lines if it ends in .jsonl')
    .option(
      '--symbols <file>',
      'names for the trace: an ELF file or a System.map, with @OFFSET if it was moved; may be given several times',
      (file: string, before: string[]) => [...before, file],
      [],
    )
    .option('--save-state <file>', "save the machine's state at the end of the run")
    .option('--load-state <file>', 'go on from a saved state; only disks, a card and networks have to be named again')
    .option('--record <file>', 'record all that comes from outside')
    .option('--replay <file>', 'replay a recording, with the options that it was made with; fails if it ends otherwise')
    .option('--stats', 'print what ran, at the end')
    .addHelpText('after', AFTER)
    .action(async (file: string | undefined, options: RunOptions) => {
      const { runMachine } = await import('../run.js');
      process.exitCode = await runMachine(file === undefined ? options : { ...options, file });
    });
