using System.Diagnostics;
using System.Globalization;
using EndToEnd.Tests.Graphs;

namespace Faults.Breaking;

/// <summary>
/// The queues of our services take next to nothing, and nobody takes anything out of one of them: the broker rejects what comes beyond.
/// </summary>
internal sealed record FullQueues(FaultGraph Graph) : Fault("queues full")
{
    private const string Control = "/usr/lib/rabbitmq/bin/rabbitmqctl", Policy = "full";

    private readonly string _ours = $"^({string.Join('|', FaultGraph.Queues)})$";
    private string? _takers;

    public override async Task BreakAsync(Random random)
    {
        _takers = random.Next(2) == 0 ? EndToEnd.Tests.Graphs.Graph.Agents : EndToEnd.Tests.Graphs.Graph.Dispatcher;
        await ControlAsync("set_policy", Policy, _ours, """{"max-length":1}""", "--apply-to", "queues");
        await Graph.KillAllAsync(_takers);
    }

    public override async Task MendAsync()
    {
        var waiting = await Graph.WaitingEventsAsync();
        await ControlAsync("clear_policy", Policy);
        if (_takers is not null) await Graph.StartAsync(_takers);
        Assert.True(waiting > 0, "No queue was full.");
    }

    // The broker is a private one: where it is and how it is spoken to stands in the environment of its process.
    private async Task ControlAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Control, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in await EnvironmentAsync()) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, string.Concat(said));
    }

    private async Task<IEnumerable<(string Name, string Value)>> EnvironmentAsync()
    {
        var broker = (await Graph.InstancesOfAsync(EndToEnd.Tests.Graphs.Graph.Broker)).Single();
        var processes = Directory.GetDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0);
        var virtualMachine = processes.Single(id => id > 0 && NameOf(id) == "beam.smp" && IsBelow(id, Graph.ProcessOf(broker)));
        var environment = await File.ReadAllTextAsync($"/proc/{virtualMachine}/environ");
        return from one in environment.Split('\0', StringSplitOptions.RemoveEmptyEntries)
               let parts = one.Split('=', 2)
               select (parts[0], parts[1]);
    }

    private static string? NameOf(int id) =>
        Read(id) is { } stat ? stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..stat.LastIndexOf(')')] : null;

    private static bool IsBelow(int id, int ancestor) => id == ancestor || (id > 1 && Read(id) is { } stat && IsBelow(ParentIn(stat), ancestor));

    // See proc(5): after the name, the state and the parent.
    private static int ParentIn(string stat) => int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);

    private static string? Read(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat");
        }
        catch (IOException)
        {
            return null; // it is gone
        }
    }
}
