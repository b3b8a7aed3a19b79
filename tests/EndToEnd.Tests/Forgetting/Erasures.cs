using EndToEnd.Tests.Support;

namespace EndToEnd.Tests.Forgetting;

/// <summary>Has a person erased, and hears how far that is.</summary>
internal static class Erasures
{
    /// <returns>Where it can be asked for.</returns>
    public static async Task<string> EraseAsync(this Client client, string userId)
    {
        var accepted = (await client.DeleteAsync($"/api/v1/users/{userId}/data")).Must(202);
        Assert.Equal("UNDER_WAY", accepted["status"]);
        var path = $"/api/v1/users/{userId}/erasures/{accepted["erasure_id"]}";
        Assert.Equal(path, accepted.Headers["Location"]);
        return path;
    }

    public static Task<Reply> ErasedAsync(this Client client, string path) => Poll.ForAsync(
        async () => (await client.GetAsync(path)).Must(200) is var reply && reply["status"] == "DONE" ? reply : null, $"{path} is done");

    /// <summary>Waits until one service says so.</summary>
    public static Task<Reply> StandsAsync(this Client client, string path, string service, string status, int waiting) => Poll.ForAsync(
        async () => (await client.GetAsync(path)).Must(200) is var reply
            && (reply[$"services.{service}.status"], reply[$"services.{service}.waiting"]) == (status, $"{waiting}") ? reply : null,
        $"{service} is {status} at {path}, waiting for {waiting}");
}
