// Everything that the assembler takes, in the ways GNU as takes it: assembled by both, the bytes must be equal.
.arch armv8-a+crc
x: add x0, x1, 5
 add x0,x1,#0x1000
 add x0,x1,#1,lsl #12
 add x0,x1,#1,lsl 12
 add x0,x1,#-1
 add sp,sp,#-16
 sub x0,x1,#-4096
 cmp x0,#-5
 cmn w0,#-5
 adds x0,x1,#-5
 ADD X0, X1, X2
 add x0,sp,x1,lsl #3
 add x0,x1,x2,sxtx
 add x0,x1,w2,sxtw 2
 add w0,wsp,w1
 sub sp,sp,x1
 cmp sp,x0
 cmp wsp,w0,uxth #1
 neg x0,x1,lsl #3
 negs w0,w1
 mvn x0,x1,ror #5
 mov x0,sp
 mov sp,x0
 mov wsp,w3
 mov x0,x1
 mov x0,#0
 mov x0,#-1
 mov w0,#-1
 mov w0,#0xffff0000
 mov x0,#0xffff0000ffffffff
 mov x0,#0x5555555555555555
 mov sp,#0xff0
 movz x0,#1,lsl #48
 movk w1,#0xffff,lsl 16
 movn x0,#0
 movz x0,#0,lsl #16
 orr x0,xzr,#1
 and x0,x1,#~0xfff
 and w0,w1,#-2
 bic w0,w1,#1
 tst w0,#0x80000000
 lsl x0,x1,#0
 lsl w0,w1,#31
 lsr x0,x1,#63
 asr w0,w1,w2
 lslv x0,x1,x2
 ror x0,x1,#8
 rorv x0,x1,x2
 ubfx x0,x1,#3,#4
 ubfiz w0,w1,#3,#4
 sbfx x0,x1,#0,#32
 sbfiz x0,x1,#1,#63
 bfi x0,x1,#63,#1
 bfxil w0,w1,#0,#32
 ubfm x0,x1,#3,#5
 sbfm w0,w1,#0,#31
 bfm x0,x1,#5,#3
 sxtb x0,w1
 sxth w0,w1
 sxtw x0,w1
 uxtb w0,w1
 uxth w0,w1
 extr x0,x1,x2,#5
 cset x0,cs
 csetm w0,lo
 cinc x0,x1,ne
 cinv x0,x1,hs
 cneg x0,x1,mi
 csel x0,x1,x2,al
 ccmp x0,#31,#15,eq
 ccmn w0,w1,#0,nv
 mul x0,x1,x2
 mneg w0,w1,w2
 smull x0,w1,w2
 umulh x0,x1,x2
 crc32cx w0,w1,x2
 ldr x0,[x1]
 ldr x0,[x1,#8]
 ldr x0,[x1,8]
 ldr x0,[x1,#-8]
 ldr w0,[x1,#3]
 ldr x0,[x1],#8
 ldr x0,[x1,#8]!
 ldr x0,[x1,x2]
 ldr x0,[x1,x2,lsl #3]
 ldr x0,[x1,w2,uxtw #3]
 ldr x0,[x1,w2,sxtw]
 ldr x0,[x1,x2,sxtx #3]
 ldrb w0,[x1,x2,lsl #0]
 ldrb w0,[x1,w2,uxtw]
 ldrb w0,[x1,w2,uxtw #0]
 ldrh w0,[x1,x2,lsl #1]
 strb w0,[sp,#-1]!
 ldrsb x0,[x1,#4095]
 ldrsw x0,[x1,#4]
 ldp x0,x1,[sp],#16
 stp w0,wzr,[sp,#-8]!
 ldpsw x0,x1,[x2,#8]
 ldnp x0,x1,[x2,#-512]
 ldtr x0,[x1]
 ldur x0,[x1,#8]
 ldxr x0,[x1]
 ldxr x0,[x1,#0]
 stlxp w0,x1,x2,[x3]
 ldar w0,[x1]
 stlr x0,[sp]
 prfm pldl1keep,[x0]
 prfm pstl3strm,[x0,x1,lsl #3]
 prfm #31,[x0,#8]
 prfm plil2keep,[x0,#-1]
 cbz x0,x
 tbz w0,#3,x
 tbnz x0,#3,x
 tbnz x0,#40,x
 beq x
 b.cs x
 b.nv x
 bl x
 adr x0,x
 ret
 ret x5
 br lr
 mov fp,sp
 mov ip0,ip1
 svc 0
 hvc #1
 brk #0xffff
 dcps1
 dcps2 #1
 dmb ish
 dsb #3
 isb
 isb sy
 isb #3
 clrex
 clrex #1
 msr daifclr,#15
 msr SPSel,#0
 mrs x0,CurrentEL
 msr S3_1_C15_C2_1,x0
 mrs x0,s3_1_c15_c2_1
 msr oslar_el1,xzr
 dc civac,x0
 DC CVAU, X3
 ic ivau,x0
 ic iallu
 at s1e1r,x0
 tlbi vmalle1is
 tlbi vae1,x3
 sys #3,c7,c4,#1,x0
 sys #0,c7,c5,#0
 sysl x0,#3,c7,c4,#1
 hint #34
 nop
 yield
 wfe
 sevl
 eret
 udf #3
 movz x0,#:abs_g0:0x1234
 movk x0,#:abs_g1_nc:0x12345678
 add x0,x0,#:lo12:x
 .inst 0xd503201f
 .inst 0x12345678, 0x1
 .p2align 4
 .byte 1,2,'a',-1,0xff, 'b
 .hword 1, -1
 .word 1, x - ., 1f - x
 .xword 0x123456789abcdef0, -1, ~0
 .ascii "a\n\t\"\\\101\x41", "b"
 .asciz "x"
 .string "y"
 .align 3
1: .quad 1b
 .equ A, 1 << 3 + 1
 .word A, 7 & 3 + 1, 2 * 3 + 4 * 5, -7 / 2, -7 % 3, 1 == 1, 1 < 0, 5 && 3, 0 || 0, !5, ~5, 6 | 1 ^ 3
 .set B, 1
 .word B
 .set B, B + 1
 .word B
 C = 7
 .word C
 .fill 3, 2, 0x1234
 .skip 5, 0xaa
 .zero 3
 .balign 16
 .balign 8, 0x11
 nop
 .balign 32, , 4
 .rept 3
 .byte 9
 .endr
 .macro m a, b=5
 add x\a, x\a, #\b
1: b 1b
 .endm
 .balign 4
 m 1
 m 2, 7
 m a=3, b=1
 .irp r, 1, 2, 3
 mov x\r, #0
 .endr
 .if A > 3
 nop
 .else
 wfi
 .endif
 ldr x0, =0x123456789
 ldr w1, =x
 ldr x2, =x + 4
 ldr x3, =0x123456789
 ldrsw x4, =-3
 .ltorg
 ldr x0, =5
 b .
 b . + 8
 adr x1, .
 adrp x1, x
 ldr x0, x
 .org x + 0x1000
 .word 0xdead
 .float 1.5, -2
 .double 3.25
 r .req x9
 mov r, #1
 .octa 5
