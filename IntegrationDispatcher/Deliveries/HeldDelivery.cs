namespace IntegrationDispatcher.Deliveries;

/// <summary>A delivery in hand, and the means to stop it.</summary>
#pragma warning disable CA1001 // never disposed: it holds no timer, and the lease keeper may cut an attempt in the moment in which it ends
internal sealed class HeldDelivery(DueDelivery due)
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _cut = new();

    public DueDelivery Due => due;

    public CancellationToken Token => _cut.Token;

    public Task Running { get; set; } = Task.CompletedTask;

    public bool WasCut { get; set; }

    public void Cut() => _cut.Cancel();
}
