/**
 * Where a NIC meets what its cable is plugged into: a switch, a NAT, a test. Frames are Ethernet frames from the destination address
 * on, without preamble and FCS. With a frame goes what its sender has left to the hardware, as virtio_net_hdr has it (virtio 1.2,
 * 5.1.6), so that between two guests neither checksum nor segmentation need be done at all.
 *
 * All calls are synchronous and happen at a guest time: in a guest's store to a notification register, or in an event. Either side may
 * be called from inside its own call to the other. Bytes belong to the caller and are only good for the duration of the call.
 */
import type { Saveable } from '../../aarch64/bus.js';

/** virtio_net_hdr.flags. */
export const NET_FLAGS = {
  /** The checksum from csumStart on, to be put at csumStart + csumOffset, is still to be done; the pseudo-header's sum is there. */
  NEEDS_CSUM: 1,
  /** The checksums are known to be right. */
  DATA_VALID: 2,
} as const;

/** virtio_net_hdr.gso_type: a frame that is to be cut to segments of gsoSize payload bytes. ECN may be added to the TCP types. */
export const GSO = { NONE: 0, TCPV4: 1, UDP: 3, TCPV6: 4, ECN: 0x80 } as const;

/** What is left to do for a frame. All offsets are bytes from the start of the frame. */
export interface NetOffload {
  /** Of NET_FLAGS. */
  readonly flags: number;
  /** Of GSO. */
  readonly gsoType: number;
  /** Length of all headers: a hint only, a guest may have put anything here. 0 without GSO. */
  readonly hdrLen: number;
  /** Payload bytes of a segment. 0 without GSO. */
  readonly gsoSize: number;
  readonly csumStart: number;
  readonly csumOffset: number;
}

/** A frame that needs nothing. */
export const NO_OFFLOAD: NetOffload = { flags: 0, gsoType: 0, hdrLen: 0, gsoSize: 0, csumStart: 0, csumOffset: 0 };

/** The longest frame that comes without GSO: Ethernet's header, a VLAN tag, 1500 bytes. */
export const MAX_FRAME = 1518;
/** The longest frame with GSO: headers and 64 KiB of IP packet. */
export const MAX_GSO_FRAME = 65_550;

/** The NIC, as its backend sees it. */
export interface NetPort {
  /** The address that the NIC was built with, six bytes; the guest may use another. */
  readonly mac: Uint8Array;
  /**
   * A frame arrives. Any `offload` will do: what the guest's driver can't take is completed here (checksum, segmentation), and frames
   * that its filters drop are dropped. False: the guest has no buffers, nothing has happened, and `onRoom` of the backend will be
   * called once it has; a backend may drop the frame instead of waiting. While no driver has set the NIC up, or the link is down,
   * frames are dropped, which is true.
   */
  receive(frame: Uint8Array, offload: NetOffload): boolean;
  /** The backend takes frames again after `send` was false. */
  resume(): void;
  /** The cable is plugged in or out; it is in at first. The guest is told by its configuration interrupt. */
  setLink(up: boolean): void;
  readonly linkUp: boolean;
}

/** What a NIC's cable is plugged into. */
export interface NetBackend {
  /** Called once, while the machine is put together. */
  connect(port: NetPort): void;
  /**
   * A frame leaves the NIC: at least 14 bytes, at most MAX_GSO_FRAME; `offload` was checked to lie inside the frame. False: no room,
   * it will be sent again after `NetPort.resume`, and those behind it wait in the guest's queue. Not called while the link is down.
   */
  send(frame: Uint8Array, offload: NetOffload): boolean;
  /** The guest has given buffers after `receive` was false. */
  onRoom?(): void;
  /** What a snapshot must hold of the backend, if it keeps something, such as frames on their way. */
  readonly saved?: Saveable<object>;
}
