/**
 * What the BCM2711 has and nothing here models, by the compatible string of its device tree node, each with the reason. The hand-off
 * disables these nodes, since their drivers would wait for hardware that does not answer.
 */
export const UNMODELLED: Readonly<Record<string, string>> = {
  'brcm,bcm2711-pcie': 'the PCIe root complex is not modelled',
  'brcm,bcm2711-genet-v5': 'the Ethernet controller is not modelled yet',
  'brcm,bcm2835-usb': 'the DWC2 USB controller is not modelled',
  'brcm,bcm2711-hvs': 'there is no display',
  'brcm,bcm2711-pixelvalve0': 'there is no display',
  'brcm,bcm2711-pixelvalve1': 'there is no display',
  'brcm,bcm2711-pixelvalve2': 'there is no display',
  'brcm,bcm2711-pixelvalve3': 'there is no display',
  'brcm,bcm2711-pixelvalve4': 'there is no display',
  'brcm,bcm2711-hdmi0': 'there is no display',
  'brcm,bcm2711-hdmi1': 'there is no display',
  'brcm,bcm2711-vec': 'there is no display',
  'brcm,bcm2711-v3d': 'there is no GPU',
  'brcm,bcm2711-vc5': 'there is no display',
};
