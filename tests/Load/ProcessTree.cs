using System.Globalization;

namespace Load;

/// <summary>Processes of one name, and those they have started; see <c>proc(5)</c>.</summary>
internal sealed class ProcessTree(string name, params int[] ids)
{
    /// <summary>The variable that says where a service listens.</summary>
    public const string Address = "ASPNETCORE_URLS";

    private const double TicksPerSecond = 100; // of Linux, wherever .NET runs

    public string Name => name;

    /// <summary>Where a service listens.</summary>
    public string Url => Environment(Address).Split(';')[0];

    /// <summary>The program of the process that no other was started by, and what it was given.</summary>
    public (string Program, IReadOnlyDictionary<string, string> Environment) Innermost()
    {
        var id = Ids().Last();
        var environment = EnvironmentOf(id).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return (File.ResolveLinkTarget($"/proc/{id}/exe", returnFinalTarget: true)!.FullName, environment);
    }

    /// <summary>What they have in memory, in bytes.</summary>
    public long Resident() => Ids().Sum(one => Fields(one) is { Length: > 21 } fields ? long.Parse(fields[21], CultureInfo.InvariantCulture) * System.Environment.SystemPageSize : 0);

    /// <summary>The time they have had on the processor so far.</summary>
    public TimeSpan Processor() => TimeSpan.FromSeconds(Ids().Sum(TicksOf) / TicksPerSecond);

    /// <summary>A variable of the innermost process that has it.</summary>
    public string Environment(string variable) => Ids().Reverse().SelectMany(EnvironmentOf)
        .First(line => line.StartsWith($"{variable}=", StringComparison.Ordinal))[(variable.Length + 1)..];

    private static string[] EnvironmentOf(int process) =>
        File.ReadAllText($"/proc/{process}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries);

    private IEnumerable<int> Ids()
    {
        var children = Directory.GetDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var process) ? process : 0)
            .Where(process => process > 0).ToLookup(process => Fields(process) is [_, var parent, ..] ? int.Parse(parent, CultureInfo.InvariantCulture) : 0);
        var waiting = new Queue<int>(ids);
        while (waiting.TryDequeue(out var process))
        {
            yield return process;
            foreach (var child in children[process]) waiting.Enqueue(child);
        }
    }

    private static double TicksOf(int process) => Fields(process) is { Length: > 12 } fields
        ? double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture) : 0;

    // From the state on: what comes before may have spaces in it.
    private static string[] Fields(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return []; // it has ended
        }
    }
}
