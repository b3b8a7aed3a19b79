using System.Globalization;

namespace Load;

/// <summary>What is measured: <c>--only answers,intake --clients 1,16,64,256 --seconds 6 --rounds 2 --replicas 1</c>.</summary>
/// <param name="Only">The scenarios.</param>
/// <param name="Clients">How many call at the same time, each waiting for its answer.</param>
/// <param name="Time">How long each measurement takes.</param>
/// <param name="Rounds">How often the floor and the application take turns; the better one of each counts.</param>
/// <param name="Replicas">How many of each service.</param>
/// <param name="Queued">How many deliveries pile up for <c>deliveries</c>.</param>
/// <param name="Published">Where the services have been published to, a directory for each: <c>startup</c> starts these as well.</param>
internal sealed record LoadPlan(IReadOnlyList<string> Only, IReadOnlyList<int> Clients, TimeSpan Time, int Rounds, int Replicas, int Queued, string? Published)
{
    public const string Answers = "answers", Intake = "intake", Share = "share", Deliveries = "deliveries", History = "history", Soak = "soak",
        Startup = "startup", Slack = "slack", FanOut = "fan-out";

    private static readonly string[] _all = [Answers, FanOut, Intake, Share, Deliveries, History, Soak, Startup, Slack];

    public static LoadPlan Of(string[] args)
    {
        var given = args.Chunk(2).ToDictionary(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? "");
        var only = given.GetValueOrDefault("--only", Answers).Split(',');
        if (Array.Find(only, scenario => !_all.Contains(scenario)) is { } unknown) throw new ArgumentException($"'{unknown}' is none of {string.Join(", ", _all)}.");
        var clients = given.GetValueOrDefault("--clients", "1,16,64,256").Split(',').Select(Number);
        var seconds = Number(given.GetValueOrDefault("--seconds", "6"));
        var (rounds, replicas) = (Number(given.GetValueOrDefault("--rounds", "2")), Number(given.GetValueOrDefault("--replicas", "1")));
        var queued = Number(given.GetValueOrDefault("--queued", "20000"));
        return new(only, [.. clients], TimeSpan.FromSeconds(seconds), rounds, replicas, queued, given.GetValueOrDefault("--published"));
    }

    public bool Includes(string scenario) => Only.Contains(scenario);

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
        ? number : throw new ArgumentException($"'{text}' must be a whole number above 0.");
}
