# A TAP interface in this network namespace, its frames on standard input and output: 4 bytes of length (big endian), the 10 bytes of
# virtio_net_hdr (little endian), the frame. Then runs the shell script given, whose standard output and error become standard error here.
# Perl, since it is on every Debian and can do what Node can't: ioctl.
use strict;
use warnings;
use Fcntl;
use constant { TUNSETIFF => 0x400454ca, TUNSETOFFLOAD => 0x400454d0 };
use constant { IFF_TAP => 2, IFF_NO_PI => 0x1000, IFF_VNET_HDR => 0x4000 };

my ($mac, $offload, $script) = @ARGV;
sysopen(my $tap, '/dev/net/tun', O_RDWR) or die "no /dev/net/tun: $!\n";
my $request = pack('a16 s x22', 'tap0', IFF_TAP | IFF_NO_PI | IFF_VNET_HDR);
ioctl($tap, TUNSETIFF, $request) or die "no TAP: $!\n";
# 1: checksums, 2: TSO for IPv4.
my $features = $offload + 0;
ioctl($tap, TUNSETOFFLOAD, $features) or die "no offloads: $!\n";
system("ip link set lo up && ip link set tap0 address $mac up") == 0 or die "no link\n";
# Only asked whether all this is allowed.
exit 0 if $script eq '';
binmode $_ for *STDIN, *STDOUT;

my $child = fork() // die "no fork: $!\n";
if ($child == 0) {
  close $tap;
  open(STDIN, '<', '/dev/null');
  open(STDOUT, '>&', \*STDERR);
  exec('sh', '-c', $script) or exit 127;
}
$SIG{CHLD} = sub { };
my $in = '';
my $status;
# What is still in the interface when the script ends gets out.
my $quiet = 0;
until (defined $status && $quiet) {
  my $ready = '';
  vec($ready, fileno($_), 1) = 1 for *STDIN, $tap;
  my $count = select(my $is = $ready, undef, undef, 0.05);
  $status = $? >> 8 if waitpid($child, 1) == $child;
  $quiet = $count == 0;
  next if $count <= 0;
  if (vec($is, fileno($tap), 1)) {
    my $got = sysread($tap, my $frame, 70_000);
    if ($got) {
      my $out = pack('N', $got) . $frame;
      for (my $at = 0; $at < length $out;) { $at += syswrite(STDOUT, $out, length($out) - $at, $at) // exit 1 }
    }
  }
  if (vec($is, fileno(STDIN), 1)) {
    sysread(STDIN, $in, 1 << 20, length $in) or last;
    my $at = 0;
    while (length($in) - $at >= 4) {
      my $length = unpack('N', substr($in, $at, 4));
      last if length($in) - $at < 4 + $length;
      syswrite($tap, substr($in, $at + 4, $length));
      $at += 4 + $length;
    }
    $in = substr($in, $at);
  }
}
kill 'TERM', $child unless defined $status;
exit($status // 1);
