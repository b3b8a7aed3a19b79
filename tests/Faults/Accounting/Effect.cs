namespace Faults.Accounting;

/// <summary>Something that reached the outside.</summary>
/// <param name="Integration">Over which it came.</param>
/// <param name="Id">What whoever receives it tells repetitions by: <c>webhook-id</c>, <c>Message-ID</c> up to its domain.</param>
/// <param name="Content">Null where it is not compared.</param>
internal sealed record Effect(string Integration, string RequestId, string Id, string? Content = null);
