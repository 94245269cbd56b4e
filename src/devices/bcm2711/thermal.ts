/**
 * The temperature register of the AVS monitor (0xfd5d2000). Not in the manual: the formula is the device tree's (millidegrees
 * are 410040 - 487 * code), the bits around the code as measured on a Pi 400 (0x00010701 at 35.5 degrees).
 */
import { registerMap, type Register, type RegisterMap, type Unmodelled } from '../registers.js';

/** AVS_RO_TEMP_STATUS's flags: the code is valid. */
const VALID = (1 << 16) | (1 << 10);
const [OFFSET, SLOPE] = [410_040, 487];

interface Sensor {
  /** The chip's temperature in millidegrees Celsius. */
  temperature(): number;
}

export const AVS_MONITOR_REGISTERS: readonly Register<Sensor>[] = [
  {
    name: 'AVS_RO_TEMP_STATUS',
    offset: 0x200,
    read: (sensor) => VALID | Math.min(0x3ff, Math.max(0, Math.round((OFFSET - sensor.temperature()) / SLOPE))),
  },
];

/**
 * The AVS monitor: window 0xf00, at 0xfd5d2000. It has no state.
 * @param temperature gives the chip's temperature in millidegrees Celsius, kept within -88 161 to 410 040
 */
export const createAvsMonitor = (temperature: () => number, unmodelled?: Unmodelled): RegisterMap =>
  registerMap('AVS monitor', AVS_MONITOR_REGISTERS, 0xf00, { temperature }, unmodelled);
