namespace SelfServiceAgent.ServiceDefaults.Retention;

/// <summary>Rows of a service that are forgotten after a time, never while something is still to happen to them.</summary>
/// <param name="Name">What they are called in the log line and the metric.</param>
/// <param name="KeptFor">Zero: for ever.</param>
/// <param name="SelectOld">
/// Among the first <c>$3</c> rows after id <c>$1</c> those made longer than <c>$2</c> ago, in order: the id, and the session that must be over for
/// good before the row may go, or null. Ids rise with time, so the walk ends at the first young row, and no index is needed that every
/// request would have to pay for.
/// </param>
/// <param name="Delete">Deletes those of the rows <c>$1</c> that may go, having ended longer than <c>$2</c> ago.</param>
public sealed record History(string Name, TimeSpan KeptFor, string SelectOld, string Delete);
