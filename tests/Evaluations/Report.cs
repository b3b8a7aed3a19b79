using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Evaluations;

/// <summary>What the conversations came to, as Markdown: <c>evaluations.md</c>, in the directory that <c>EVALUATIONS_REPORT</c> names or beside the program.</summary>
internal sealed class Report
{
    private readonly ConcurrentBag<(string Name, Conversation Conversation, IReadOnlyList<Turned> Turns)> _held = [];

    public void Add(string name, Conversation conversation, IReadOnlyList<Turned> turns) => _held.Add((name, conversation, turns));

    public async Task WriteAsync(string provider)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"# Evaluations with `{provider}`\n\n| conversation | shows | turns | tokens | faults |\n|---|---|---|---|---|\n");
        foreach (var (name, conversation, turns) in _held.OrderBy(held => held.Name, StringComparer.Ordinal))
        {
            var faults = turns.SelectMany((turn, index) => turn.Faults.Select(fault => $"turn {index + 1}: {fault}")).ToList();
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {conversation.Shows} | {turns.Count} | {turns.Sum(turn => turn.Tokens)} | {(faults.Count == 0 ? "none" : string.Join("; ", faults))} |\n");
        }

        foreach (var (name, _, turns) in _held.OrderBy(held => held.Name, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {name}\n");
            foreach (var turn in turns) text.Append(CultureInfo.InvariantCulture, $"\n> {turn.Said}\n\n*{turn.Agent}:*\n\n{turn.Answer}\n");
        }

        var directory = Environment.GetEnvironmentVariable("EVALUATIONS_REPORT") ?? AppContext.BaseDirectory;
        Directory.CreateDirectory(directory);
        await File.WriteAllTextAsync(Path.Combine(directory, "evaluations.md"), text.ToString());
    }
}

/// <summary>A turn as it was.</summary>
internal sealed record Turned(string Said, string Agent, string Answer, long Tokens, IReadOnlyList<string> Faults);
