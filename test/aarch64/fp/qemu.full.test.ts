import { againstQemu } from './qemu-suite.js';

againstQemu(20_000, 16);
