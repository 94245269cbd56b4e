/** Where QEMU 7.2's virt machine (TCG) does not do what a guest of firmware-samples/guests expects: by guest and check, why. */

const PPI_BY_HAND = 'GICD_ISPENDR of a PPI does nothing: QEMU takes its targets for those of an SPI, and there are none';
const DIR_ELSEWHERE = 'GICC_DIR ends what is active on the CPU that writes it only; IHI 0048B 4.4.15 has no such limit';
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
};
