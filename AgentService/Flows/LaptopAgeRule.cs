using System.Globalization;
using System.Text.Json.Nodes;

namespace AgentService.Flows;

/// <summary>Whether a laptop is old enough to be replaced: 36 full months in standard use, 24 in high-performance use, from the day it was issued.</summary>
internal sealed class LaptopAgeRule : IRule
{
    private const string OldEnough = "old-enough", TooYoung = "too-young";
    private const string HighPerformance = "high-performance";
    private const int Standard = 36, HighPerformanceMonths = 24;

    public string Name => "laptop-age";

    public IReadOnlyList<string> Verdicts => [OldEnough, TooYoung];

    public Ruling Decide(JsonObject data, DateOnly today)
    {
        var laptop = data["laptop"]!.AsObject();
        var issued = DateOnly.ParseExact(laptop["issued_on"]!.ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var required = laptop["class"]?.ToString() == HighPerformance ? HighPerformanceMonths : Standard;
        var age = FullMonths(issued, today);
        return new(age >= required ? OldEnough : TooYoung, new()
        {
            ["age_months"] = age,
            ["required_months"] = required,
            ["months_left"] = Math.Max(required - age, 0),
            ["eligible_on"] = issued.AddMonths(required).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        });
    }

    /// <summary>A month is full on the day of the month it began on, or on the last day of a shorter one.</summary>
    public static int FullMonths(DateOnly from, DateOnly to)
    {
        var months = ((to.Year - from.Year) * 12) + to.Month - from.Month;
        return from.AddMonths(months) > to ? months - 1 : months;
    }
}
