using System.Globalization;

namespace Load;

/// <summary>What is measured: <c>--clients 1,16,64,256 --seconds 6 --rounds 2</c>.</summary>
/// <param name="Clients">How many call at the same time, each waiting for its answer.</param>
/// <param name="Time">How long each measurement takes, after one that does not count.</param>
/// <param name="Rounds">How often the floor and the application take turns; the better one of each counts.</param>
internal sealed record LoadPlan(IReadOnlyList<int> Clients, TimeSpan Time, int Rounds)
{
    public static LoadPlan Of(string[] args)
    {
        var given = args.Chunk(2).ToDictionary(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? "");
        var clients = given.GetValueOrDefault("--clients", "1,16,64,256").Split(',').Select(Number);
        return new([.. clients], TimeSpan.FromSeconds(Number(given.GetValueOrDefault("--seconds", "6"))), Number(given.GetValueOrDefault("--rounds", "2")));
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
        ? number : throw new ArgumentException($"'{text}' must be a whole number above 0.");
}
