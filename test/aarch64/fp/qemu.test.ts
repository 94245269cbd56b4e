import { againstQemu } from './qemu-suite.js';

againstQemu(400, 4);
