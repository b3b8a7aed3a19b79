using System.Net;
using IntegrationDispatcher.Integrations.Webhook;

namespace IntegrationDispatcher.Tests;

public class AddressRulesTests
{
    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("100.63.255.255")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("2606:4700:4700::1111")]
    public void The_public_internet_may_be_called(string address) => Assert.Null(Refusal(address));

    [Theory]
    [InlineData("10.0.0.1", "private")]
    [InlineData("172.16.0.1", "private")]
    [InlineData("172.31.255.255", "private")]
    [InlineData("192.168.1.1", "private")]
    [InlineData("100.64.0.1", "private")]
    [InlineData("fd12:3456::1", "private")]
    [InlineData("::ffff:10.0.0.1", "private")]
    [InlineData("::ffff:c0a8:101", "private")]
    [InlineData("64:ff9b::10.0.0.1", "private")]
    [InlineData("127.0.0.1", "loopback")]
    [InlineData("127.255.255.254", "loopback")]
    [InlineData("::1", "loopback")]
    [InlineData("::ffff:127.0.0.1", "loopback")]
    [InlineData("64:ff9b::127.0.0.1", "loopback")]
    [InlineData("169.254.1.1", "link-local")]
    [InlineData("fe80::1", "link-local")]
    [InlineData("169.254.169.254", "metadata")]
    [InlineData("::ffff:169.254.169.254", "metadata")]
    [InlineData("fd00:ec2::254", "metadata")]
    [InlineData("168.63.129.16", "metadata")]
    [InlineData("0.0.0.0", "reserved")]
    [InlineData("::", "reserved")]
    [InlineData("::127.0.0.1", "reserved")]
    [InlineData("192.0.2.1", "reserved")]
    [InlineData("198.18.0.1", "reserved")]
    [InlineData("224.0.0.1", "reserved")]
    [InlineData("255.255.255.255", "reserved")]
    [InlineData("ff02::1", "reserved")]
    [InlineData("fec0::1", "reserved")]
    [InlineData("2002:7f00:1::", "reserved")]
    [InlineData("2001:0:7f00:1::", "reserved")]
    [InlineData("2001:db8::1", "reserved")]
    [InlineData("64:ff9b:1::1", "reserved")]
    [InlineData("::ffff:0:127.0.0.1", "reserved")]
    public void Everything_else_may_not(string address, string kind) => Assert.Contains(kind, Refusal(address), StringComparison.Ordinal);

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("fd00:ec2::254", false)]
    public void The_switch_opens_loopback_and_nothing_else(string address, bool open) => Assert.Equal(open, Refusal(address, allowLoopback: true) is null);

    private static string? Refusal(string address, bool allowLoopback = false) => AddressRules.Refusal(IPAddress.Parse(address), allowLoopback);
}
