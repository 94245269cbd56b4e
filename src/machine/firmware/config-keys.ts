/** The settings of config.txt: those that are honoured, with their types, and those that are known and have nothing to act on here. */

/** What a value is. A flag is a number, of which only zero and not zero matter. */
export interface ValueKinds {
  readonly flag: boolean;
  readonly number: number;
  readonly text: string;
}

/** Settings that change what is loaded, where it goes, or what the guest is told. `docs/sd-boot.md` says what each does. */
export const HONOURED = {
  arm_64bit: 'flag',
  arm_control: 'number',
  arm_freq: 'number',
  armstub: 'text',
  auto_initramfs: 'flag',
  cmdline: 'text',
  core_freq: 'number',
  device_tree: 'text',
  device_tree_address: 'number',
  device_tree_end: 'number',
  enable_gic: 'flag',
  enable_uart: 'flag',
  gpu_mem: 'number',
  gpu_mem_1024: 'number',
  init_uart_baud: 'number',
  init_uart_clock: 'number',
  kernel: 'text',
  kernel_address: 'number',
  kernel_old: 'flag',
  os_prefix: 'text',
  overlay_prefix: 'text',
  ramfsaddr: 'number',
  ramfsfile: 'text',
  total_mem: 'number',
  upstream_kernel: 'flag',
} as const satisfies Record<string, keyof ValueKinds>;

/** What config.txt says; a setting that it does not give is not there. */
export type Settings = { -readonly [K in keyof typeof HONOURED]?: ValueKinds[(typeof HONOURED)[K]] };

/** Known settings without effect, and why. A name that ends in `*` stands for all that begin so. */
export const IGNORED: readonly { readonly why: string; readonly keys: readonly string[] }[] = [
  {
    why: 'there is no display, camera, codec or sound',
    keys: [
      'audio_*',
      'camera_auto_detect',
      'config_hdmi_boost',
      'cec_*',
      'decode_*',
      'disable_audio_dither',
      'disable_camera_led',
      'disable_fw_kms_setup',
      'disable_overscan',
      'disable_splash',
      'disable_touchscreen',
      'display_*',
      'dispmanx_offline',
      'dpi_*',
      'edid_content_type',
      'enable_audio_dither',
      'enable_dpi_lcd',
      'enable_tvout',
      'framebuffer_*',
      'hdmi_*',
      'hvs_*',
      'ignore_lcd',
      'lcd_*',
      'max_framebuffer_*',
      'max_framebuffers',
      'overscan_*',
      'pwm_sample_bits',
      'sdtv_*',
      'test_mode',
    ],
  },
  {
    why: 'clocks other than those told to the guest, voltages and temperatures have no effect on a virtual board',
    keys: [
      'arm_boost',
      'arm_freq_min',
      'avoid_pwm_pll',
      'avoid_warnings',
      'core_freq_min',
      'dvfs',
      'force_turbo',
      'gpu_freq*',
      'h264_freq*',
      'hevc_freq*',
      'initial_turbo',
      'isp_freq*',
      'over_voltage*',
      'sdram_*',
      'temp_*',
      'v3d_freq*',
      'core_freq_fixed',
    ],
  },
  {
    why: 'the VideoCore runs no program here',
    keys: [
      'boot_delay',
      'boot_delay_ms',
      'boot_ramdisk',
      'bootcode_delay',
      'dtdebug',
      'fixup_file',
      'logging_level',
      'start_debug',
      'start_file',
      'start_x',
      'uart_2ndstage',
      'arm_peri_high',
      'disable_l2cache',
      'disable_pvt',
      'os_check',
      'gpu_mem_256',
      'gpu_mem_512',
      'tryboot_a_b',
      'boot_partition',
    ],
  },
  { why: 'kernels in 64-bit mode get a device tree and no ATAGs', keys: ['disable_commandline_tags'] },
  {
    why: 'the hardware is not there',
    keys: [
      'disable_poe_fan',
      'eeprom_write_protect',
      'enable_jtag_gpio',
      'force_eeprom_read',
      'max_usb_current',
      'otg_mode',
      'pciex4_reset',
      'poe_fan_*',
      'program_*',
      'usb_max_current_enable',
      'wifi_*',
      'disable_wifi*',
    ],
  },
];

/** Why a setting has no effect; undefined for one that nobody knows. */
export function ignoredBecause(key: string): string | undefined {
  return IGNORED.find(({ keys }) => keys.some((k) => (k.endsWith('*') ? key.startsWith(k.slice(0, -1)) : key === k)))
    ?.why;
}
