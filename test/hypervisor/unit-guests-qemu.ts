/**
 * Where QEMU 7.2's virt machine (TCG) does not do what a guest of firmware-samples/guests expects: by guest and check, why. What ends
 * in ':' are all checks that begin so.
 */

const PPI_BY_HAND =
  'GICD_ISPENDR of a PPI does nothing: QEMU takes its targets for those of an SPI, and there are none';
const DIR_ELSEWHERE = 'GICC_DIR ends what is active on the CPU that writes it only; IHI 0048B 4.4.15 has no such limit';
const NO_SMCCC_VERSION = 'QEMU has PSCI_FEATURES, but none of the calls of the Arm Architecture range';
const NO_SMC = 'its PSCI is called by HVC alone, as its device tree says; ours takes both';
const WORDS = 'the parameters of the 32-bit functions are W registers (DEN 0022 5.1, DEN 0028 3.1); QEMU takes X';
const SYNDROME =
  'there is no EL2, so the access needs no syndrome; our hypervisor carries out what ESR_EL2.ISV describes, as KVM does';
const DEBUG = 'has debug and performance registers; in guests of our hypervisor they read as zero';
const FIVE_BITS = 'it has eight bits of priority; a GIC-400 has five, and so have list registers (IHI 0048B 5.3.8)';
const TARGETS =
  'an SPI made pending by GICD_ISPENDR is so for the CPUs that it targets at that moment only, and for each of them by itself';

export const QEMU_DIFFERENCES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'gic-active': {
    'PPI: pending': PPI_BY_HAND,
    'PPI: taken once': PPI_BY_HAND,
    'PPI: active': PPI_BY_HAND,
    'GICC_DIR of CPU 1: what CPU 0 has active is inactive': DIR_ELSEWHERE,
    'GICC_DIR of CPU 1: it comes again': DIR_ELSEWHERE,
  },
  'gic-mmio': {
    'GICC_IIDR is read-only':
      'it has no revision; that of a GIC-400 r0p1 is what the virtual CPU interface of a BCM2711 shows',
    'GICD_IPRIORITYR: five bits: of ones': FIVE_BITS,
    'GICC_PMR: five bits: of ones': FIVE_BITS,
    'GICC_BPR: 2 is the least: of zeros': FIVE_BITS,
    'GICC_ABPR: 3 is the least: of zeros': FIVE_BITS,
    'GICD_ITARGETSR: those of the CPUs that there are: of ones':
      'it keeps targets that there are not, which are RAZ/WI (IHI 0048B 4.3.12)',
  },
  'gic-spi': {
    'to nobody: stays pending': TARGETS,
    'then to CPU 2: it comes': TARGETS,
    'then to CPU 1: it comes there': TARGETS,
    'to all: one of them takes it, once': TARGETS,
    'ended at CPU 1: CPU 0 takes it': TARGETS,
  },
  timer: {
    'CNTFRQ_EL0 cannot be written':
      'it can be at the highest level that there is (Arm ARM D11.4, CNTFRQ_EL0), which is EL1 there and EL2 here',
  },
  psci: {
    'SMCCC_VERSION: 1.1 or later': NO_SMCCC_VERSION,
    'PSCI_FEATURES: SMCCC_VERSION': NO_SMCCC_VERSION,
    'SMCCC_ARCH_FEATURES: SMCCC_VERSION': NO_SMCCC_VERSION,
    'by SMC: no exception': NO_SMC,
    'by SMC: PSCI_VERSION': NO_SMC,
    'by SMC: unknown function': NO_SMC,
    'AFFINITY_INFO, 32 bits: the upper half does not count': WORDS,
    'CPU_ON, 32 bits: its context': WORDS,
  },
  abort: {
    'LDP from a device:': SYNDROME,
    'STP to a device:': SYNDROME,
    'LDR from a device, post-indexed:': SYNDROME,
    'LDR Q from a device:': SYNDROME,
    'LDXR from a device:': SYNDROME,
    'faults at a device leave the base': SYNDROME,
    'not aligned, to a device:':
      'does not check the alignment of accesses to Device memory (Arm ARM B2.5.2), which later versions of it do',
  },
  trap: {
    'MDSCR_EL1: zero': DEBUG,
    'DBGBVR0_EL1: zero': DEBUG,
    'DBGWCR0_EL1: zero': DEBUG,
    'PMCR_EL0: zero': DEBUG,
    'PMCCNTR_EL0: zero': DEBUG,
    'PMCNTENSET_EL0: zero': DEBUG,
    'PMUSERENR_EL0: zero': DEBUG,
    'PMEVCNTR0_EL0: zero': DEBUG,
    'HVC #1:': 'takes any immediate for a call; SMCCC has 0 only (DEN 0028 2.9)',
  },
};
