using System.Net.Http.Json;
using Faults.FarSides;

namespace Faults;

/// <summary>A far side's moods are what they are said to be: some have done what they do not say they did.</summary>
public sealed class MoodTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(Mood.Answers, 200, 1)]
    [InlineData(Mood.WantsLess, 429, 0)]
    [InlineData(Mood.Fails, 500, 0)]
    [InlineData(Mood.Hangs, null, 0)]
    [InlineData(Mood.BreaksOff, null, 1)]
    [InlineData(Mood.Truncates, null, 1)]
    [InlineData(Mood.IsLate, null, 1)]
    [InlineData(Mood.IsSlow, 200, 1)]
    public async Task A_mood_answers_and_takes_as_it_is(Mood mood, int? answer, int taken)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Server.Mood = mood;

        Assert.Equal(answer, await SendAsync(receiver.Url));
        Assert.Equal(taken, receiver.Received.Count);
    }

    // Null: no whole answer came in time.
    private static async Task<int?> SendAsync(string url)
    {
        using var client = new HttpClient { Timeout = _patience };
        try
        {
            using var response = await client.PostAsJsonAsync(url, new { request_id = "r", content = "c" });
            return (int)response.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }
}
