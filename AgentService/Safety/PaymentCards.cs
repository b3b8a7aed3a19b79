using System.Text.RegularExpressions;

namespace AgentService.Safety;

/// <summary>Finds payment card numbers (ISO/IEC 7812): a known beginning of the right length whose check digit (Luhn) is right.</summary>
internal static partial class PaymentCards
{
    private const int ShortestNumber = 14, LongestNumber = 19;

    public static IEnumerable<Found> In(string text) => Runs().Matches(text).SelectMany(run => In(run.Value, run.Index));

    // A number beside others, such as an expiry date: it begins and ends where a group of digits does.
    private static IEnumerable<Found> In(string run, int offset)
    {
        for (var start = 0; start < run.Length; start++)
        {
            if (start > 0 && char.IsAsciiDigit(run[start - 1])) continue;
            if (EndOfCard(run, start) is not { } end) continue;
            yield return new(offset + start, end - start, Danger.CardNumber);
            start = end - 1;
        }
    }

    private static int? EndOfCard(string run, int start)
    {
        var digits = new List<int>(LongestNumber);
        for (var index = start; index < run.Length && digits.Count <= LongestNumber; index++)
        {
            if (!char.IsAsciiDigit(run[index])) continue;
            digits.Add(run[index] - '0');
            var isEndOfGroup = index + 1 == run.Length || !char.IsAsciiDigit(run[index + 1]);
            if (isEndOfGroup && IsCard(digits)) return index + 1;
        }

        return null;
    }

    private static bool IsCard(List<int> digits)
    {
        if (digits.Count < ShortestNumber) return false;
        var four = (digits[0] * 1000) + (digits[1] * 100) + (digits[2] * 10) + digits[3];
        var isKnown = (digits.Count, four) switch
        {
            (16 or 19, >= 4000 and <= 4999) => true, // Visa
            (16, >= 5100 and <= 5599 or >= 2221 and <= 2720) => true, // Mastercard
            (15, >= 3400 and <= 3499 or >= 3700 and <= 3799) => true, // American Express
            (16 or 19, 6011 or >= 6440 and <= 6599) => true, // Discover
            (16 or 19, >= 6200 and <= 6299) => true, // UnionPay
            (16, >= 3528 and <= 3589) => true, // JCB
            (14, >= 3000 and <= 3059 or >= 3600 and <= 3699 or >= 3800 and <= 3999) => true, // Diners Club
            _ => false,
        };
        return isKnown && HasRightCheckDigit(digits);
    }

    private static bool HasRightCheckDigit(List<int> digits)
    {
        var sum = 0;
        for (var index = 0; index < digits.Count; index++)
        {
            var digit = digits[^(index + 1)];
            sum += index % 2 == 0 ? digit : digit < 5 ? 2 * digit : (2 * digit) - 9;
        }

        return sum % 10 == 0;
    }

    // Not after a plus sign, which begins a telephone number, nor inside a word, such as an id.
    [GeneratedRegex(@"(?<![\w+])[0-9](?:[ \u00A0-]?[0-9]){13,}(?!\w)")]
    private static partial Regex Runs();
}
