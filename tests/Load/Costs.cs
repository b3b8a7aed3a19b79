namespace Load;

/// <summary>What a request costs the servers and each process, until it is answered and delivered.</summary>
/// <param name="others">Processes beside the graph's own.</param>
internal sealed class Costs(LoadGraph graph, IReadOnlyCollection<ProcessTree> others)
{
    private readonly List<string> _lines = [];

    private IReadOnlyList<ProcessTree> Processes => [.. graph.Processes, .. others];

    public async Task<Taken> TakeAsync(Func<Task<Measured>> measure)
    {
        var processes = Processes;
        var before = await Counters.ReadAsync(graph, processes);
        var measured = await measure();
        await graph.DrainAsync();
        return new(measured, before, await Counters.ReadAsync(graph, processes));
    }

    public void Add(string name, Taken taken) => _lines.Add(taken.CostsOf(name));

    public void Print()
    {
        var names = Processes.Select(process => process.Name).ToList();
        Report.Line();
        Report.Line($"| per request | commits | WAL, KB | messages | to queues | CPU, ms: {string.Join(" | ", names)} |");
        Report.Line($"|---|---|---|---|---|{string.Concat(names.Select(_ => "---|"))}");
        foreach (var line in _lines) Report.Line(line);
    }
}

/// <summary>What was measured, and what had been counted before and after.</summary>
internal sealed record Taken(Measured Measured, Counters Before, Counters After)
{
    public string CostsOf(string name)
    {
        var requests = (double)Measured.Requests;
        var processor = After.Processor.Select(one =>
            FormattableString.Invariant($"{(one.Value - Before.Processor[one.Key]).TotalMilliseconds / requests:0.00}"));
        var (commits, written) = ((After.Commits - Before.Commits) / requests, (After.WalBytes - Before.WalBytes) / requests / 1024);
        var (messages, copies) = ((After.Messages - Before.Messages) / requests, (After.Copies - Before.Copies) / requests);
        return FormattableString.Invariant($"| {name} | {commits:0.0} | {written:0.0} | {messages:0.0} | {copies:0.0} | {string.Join(" | ", processor)} |");
    }
}
