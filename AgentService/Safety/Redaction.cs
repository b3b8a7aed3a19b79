using System.Text;

namespace AgentService.Safety;

/// <summary>Puts a mark in the place of everything that <see cref="Secrets"/> and <see cref="PaymentCards"/> find.</summary>
internal static class Redaction
{
    private const string SecretMark = "[secret]";
    private const string CardMark = "[card number]";

    /// <returns>The same text when there is nothing to redact.</returns>
    public static (string Text, IReadOnlyList<Danger> Dangers) Of(string text)
    {
        var found = Secrets.In(text).Concat(PaymentCards.In(text)).OrderBy(one => one.Start).ThenByDescending(one => one.Length).ToList();
        if (found.Count == 0) return (text, []);
        var redacted = new StringBuilder();
        var end = 0;
        foreach (var one in found)
        {
            if (one.Start >= end)
                redacted.Append(text, end, one.Start - end).Append(one.Danger == Danger.CardNumber ? CardMark : SecretMark);
            end = Math.Max(end, one.End); // one that reaches into another shares its mark
        }

        return (redacted.Append(text, end, text.Length - end).ToString(), [.. found.Select(one => one.Danger).Distinct().Order()]);
    }
}
