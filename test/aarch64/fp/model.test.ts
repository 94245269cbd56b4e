import { againstModel } from './model-suite.js';

againstModel(500, 4);
