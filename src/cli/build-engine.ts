/** The last step of the build: writes the interpreter's module beside the code, so that the command starts quickly. */
import { makeEngine } from '../aarch64/processor.js';
import { keepEngine } from '../host/engine.js';

keepEngine(makeEngine());
