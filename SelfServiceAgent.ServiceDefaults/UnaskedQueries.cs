using System.Diagnostics;
using OpenTelemetry;

namespace SelfServiceAgent.ServiceDefaults;

/// <summary>
/// Keeps queries that belong to nothing out of the traces: loops look for work several times a second, and would bury the requests people
/// look for.
/// </summary>
internal sealed class UnaskedQueries : BaseProcessor<Activity>
{
    private const string DatabaseSource = "Npgsql";

    public override void OnEnd(Activity data)
    {
        if (data.Parent is null && data.ParentId is null && data.Source.Name == DatabaseSource) data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
