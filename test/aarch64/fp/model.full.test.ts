import { againstModel } from './model-suite.js';

againstModel(20_000, 16);
