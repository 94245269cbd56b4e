/** Programs with the MMU on. */

/**
 * EL1 with the MMU on, blocks of 1 GB: VA 0 to RAM at 0, VA 0x140000000 to RAM at 0 as well, the rest to nothing; then the
 * code given.
 */
export const TABLES = (code: string): string => `
_start: mrs     x0, hcr_el2
        orr     x0, x0, #1 << 31
        msr     hcr_el2, x0
        ldr     x0, =table
        ldr     x1, =0x701              // Normal, inner shareable, AF, AP = 00
        str     x1, [x0]
        str     x1, [x0, #40]
        msr     ttbr0_el1, x0
        mov     x0, #0xff
        msr     mair_el1, x0
        ldr     x0, =0x200803519        // T0SZ = 25, 4 KB, IPS = 40 bits, EPD1
        msr     tcr_el1, x0
        ldr     x0, =0x30d0199d         // SCTLR_EL1: M, C, SA, I
        msr     sctlr_el1, x0
        adr     x0, el1
        msr     elr_el2, x0
        mov     x0, #0x3c5
        msr     spsr_el2, x0
        eret
el1:    ${code}
        .bss
        .balign 4096
table:  .space  4096
`;
