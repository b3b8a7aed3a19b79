using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Deliveries;

/// <summary>What a person can say about how they want to be reached, and what became of it.</summary>
internal static class Overrides
{
    /// <summary>From now on the person's answers go to this address too.</summary>
    public static async Task SendToAsync(
        this Client client, string userId, string url, int retries = 3, Dictionary<string, object>? more = null) =>
        (await client.PostAsync($"/api/v1/users/{userId}/integrations", new
        {
            integration_type = "WEBHOOK",
            enabled = true,
            config = new Dictionary<string, object>(more ?? []) { ["url"] = url },
            priority = 1,
            retry_count = retries,
            retry_delay_seconds = 1,
        })).Must(200);

    public static Task<Reply> DeliveriesAsync(this Client client, string userId, string filter = "") =>
        client.GetAsync($"/api/v1/users/{userId}/deliveries{filter}");

    /// <summary>Waits until the person's one delivery over an integration stands so, and returns it with all that happened to it.</summary>
    public static async Task<Reply> DeliveryAsync(this Client client, string userId, string integrationType, string status)
    {
        var filter = $"?integration_type={integrationType}&status={status}";
        var found = await Poll.ForAsync(
            async () => (await client.DeliveriesAsync(userId, filter)).Must(200) is { Items: [{ } only] } ? only : null,
            $"a delivery over {integrationType} is {status}");
        return (await client.GetAsync($"/api/v1/deliveries/{found["delivery_id"]}")).Must(200);
    }
}
