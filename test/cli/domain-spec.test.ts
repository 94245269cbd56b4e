import { describe, expect, test } from 'vitest';
import { parseDomain } from '../../src/host/domain-spec.js';

describe('--domu', () => {
  test.each([
    ['kernel=Image', { kernel: 'Image' }],
    [
      'kernel=a/Image,initrd=i.gz,memory=64,vcpus=2,name=web-1',
      { kernel: 'a/Image', initrd: 'i.gz', memory: 64, vcpus: 2, name: 'web-1' },
    ],
    ['append=a,b=c root=/dev/vda,kernel=x', undefined],
    ['kernel=Image,append=a,b=c quiet', { kernel: 'Image', append: 'a,b=c quiet' }],
    ['kernel=Image,append=', { kernel: 'Image', append: '' }],
  ])('%s', (spec, domain) => {
    if (domain) expect(parseDomain(spec)).toEqual(domain);
    else expect(() => parseDomain(spec)).toThrow('has no kernel, expected kernel=FILE');
  });

  test.each([
    ['', "'' has no kernel, expected kernel=FILE"],
    ['Image', "'Image', expected one of kernel=, initrd=, memory=, vcpus=, name=, append="],
    ['kernel=', 'kernel: expected something behind the ='],
    ['kernel=a,kernel=b', 'kernel is there twice, expected it once'],
    ['kernel=a,memory=0', "memory: '0', expected a whole number from 1 to 8192"],
    ['kernel=a,vcpus=9', "vcpus: '9', expected a whole number from 1 to 8"],
    ['kernel=a,vcpus=1e0', "vcpus: '1e0', expected a whole number from 1 to 8"],
    ['kernel=a,name=1', "name: '1', expected a letter, then letters, digits and - . _ +"],
    ['kernel=a,name=module', "name: 'module', expected a letter, then letters, digits and - . _ +"],
    ['kernel=a,disk=b', "'disk=b', expected one of kernel=, initrd=, memory=, vcpus=, name=, append="],
    ['kernel=a,toString=b', "'toString=b', expected one of kernel=, initrd=, memory=, vcpus=, name=, append="],
  ])('%s is refused: %s', (spec, message) => {
    expect(() => parseDomain(spec)).toThrow(message);
  });
});
