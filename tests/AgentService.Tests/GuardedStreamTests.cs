using AgentService.Safety;
using CsCheck;

namespace AgentService.Tests;

public sealed class GuardedStreamTests
{
    private static readonly string[] _parts =
    [
        "word", "The", "laptop", "is", "ready.", " ", " ", " ", "\n", "\n\n", "  ", "1", "42", "2026", "4111 1111 1111 1111", "4111-1111-1111-1111", "5555555555554444",
        "password: Summer2024!", "password:", "password", "swordfish", "hunter22", "my password for the VPN is Winter2025", "api key = 9f8e7d6c5b4a", "api", "key", ":", "=", "is",
        "token", "Bearer abcdef0123456789abcd", "Bearer", "PIN: 4711", "PIN", "xoxb-" + "123456789012-abcdefghij", "key AKIA" + "IOSFODNN7EXAMPLE", "https://me:s3cr3t@db/x",
        "-----BEGIN PRIVATE " + "KEY-----\nMIIE 12\nab cd\n-----END PRIVATE KEY-----", "-----BEGIN CERTIFICATE-----", "-----BEGIN", "**Note:**", "\u00A0", "\r\n", "🦄", "+49",
    ];

    private static readonly Gen<string> _texts = Gen.Int[0, _parts.Length - 1].Select(index => _parts[index]).Array[0, 30].Select(string.Concat);

    [Fact]
    public void However_an_answer_is_cut_what_is_heard_is_the_redacted_answer() =>
        Gen.Select(_texts, Gen.Int[1, 12].Array[1, 200]).Sample((text, lengths) => Assert.Equal(Redaction.Of(text).Text, string.Concat(Heard(text, lengths))), iter: 5_000);

    [Fact]
    public void What_was_heard_so_far_is_never_part_of_a_secret() => _texts.Sample(text =>
    {
        var whole = Redaction.Of(text).Text;
        var heard = "";
        var stream = new GuardedStream(piece => heard += piece);
        foreach (var c in text)
        {
            stream.Add(c.ToString());
            Assert.StartsWith(heard, whole, StringComparison.Ordinal);
        }
    }, iter: 1_000);

    [Fact]
    public void A_plain_answer_is_heard_word_by_word()
    {
        var heard = new List<string>();
        var stream = new GuardedStream(heard.Add);
        foreach (var word in new[] { "Your ", "laptop ", "is ", "ready." }) stream.Add(word);

        Assert.Equal(["Your ", "laptop ", "is "], heard);
        stream.Complete();
        Assert.Equal("ready.", heard[^1]);
    }

    private static List<string> Heard(string text, int[] lengths)
    {
        var heard = new List<string>();
        var stream = new GuardedStream(heard.Add);
        for (var (at, cut) = (0, 0); at < text.Length; cut++)
        {
            var length = Math.Min(lengths[cut % lengths.Length], text.Length - at);
            stream.Add(text.Substring(at, length));
            at += length;
        }

        stream.Complete();
        return heard;
    }
}
