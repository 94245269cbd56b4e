/**
 * What device trees of a Pi 4 describe and nobody models here, by the node's compatible string, each with the reason in one line. The
 * hand-off disables these nodes, so that no driver takes the zeros that their registers read for an answer. docs/devices.md has
 * the whole account.
 */
export const UNMODELLED: Readonly<Record<string, string>> = {
  'brcm,bcm2711-pcie': 'no PCIe root complex, and no VL805 USB controller behind it',
  'brcm,bcm2835-usb': 'no DWC2 USB controller: its identification reads as zero',
  'brcm,bcm2711-xhci': 'no xHCI controller of the BCM2711 itself',
  'generic-xhci': 'no xHCI controller of the BCM2711 itself',
  'brcm,bcm2835-sdhci': 'no Wi-Fi chip: the controller is there with nothing on its lines',
  'brcm,bcm2835-mmc': 'no Wi-Fi chip: the controller is there with nothing on its lines',
  'brcm,bcm43438-bt': 'no Bluetooth chip; and Linux makes a tty of the UART only without this node',
  'brcm,bcm2835-vchiq': 'no services of the VideoCore (camera, codecs, audio)',
  'brcm,2711-v3d': 'no 3D processor',
  'brcm,bcm2711-v3d': 'no 3D processor',
  'brcm,bcm2711-vc5': 'no display pipeline',
  'brcm,bcm2711-hvs': 'no display pipeline',
  'brcm,bcm2835-txp': 'no display pipeline',
  'brcm,bcm2711-pixelvalve0': 'no display pipeline',
  'brcm,bcm2711-pixelvalve1': 'no display pipeline',
  'brcm,bcm2711-pixelvalve2': 'no display pipeline',
  'brcm,bcm2711-pixelvalve3': 'no display pipeline',
  'brcm,bcm2711-pixelvalve4': 'no display pipeline',
  'brcm,bcm2711-hdmi0': 'no display pipeline',
  'brcm,bcm2711-hdmi1': 'no display pipeline',
  'brcm,bcm2711-hdmi-i2c': 'no display pipeline',
  'brcm,brcm2711-dvp': "no display pipeline: this is the HDMI blocks' clock",
  'brcm,bcm2711-l2-intc': "no display pipeline: these are the HDMI blocks' interrupts",
  'brcm,bcm2711-vec': 'no display pipeline',
  'brcm,bcm2835-dpi': 'no display pipeline',
  'brcm,bcm2835-dsi0': 'no display pipeline',
  'brcm,bcm2711-dsi1': 'no display pipeline',
  'brcm,bcm2708-fb': 'no display: the firmware gives no framebuffer',
  'brcm,bcm2835-unicam': 'no camera interface',
  'raspberrypi,rpivid-vid-decoder': 'no video decoder',
};

/**
 * Nodes that stay enabled although nobody models their registers: drivers bind to them, read zeros, and do nothing that anybody
 * could see.
 */
export const QUIET: Readonly<Record<string, string>> = {
  'brcm,bcm2835-pwm': 'a PWM whose output goes nowhere',
  'brcm,bcm2711-i2c': 'an I2C bus with nothing on it: a transfer is never done, and drivers time out',
};
