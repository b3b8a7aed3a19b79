namespace RequestManager.Requests;

/// <summary>The <c>Prefer</c> header of RFC 7240, as far as we honour it.</summary>
internal static class Preference
{
    public const string RespondAsync = "respond-async";

    public static bool AsksForAsync(HttpRequest request) =>
        request.Headers["Prefer"].Any(line => line?.Split(',', StringSplitOptions.TrimEntries)
            .Any(preference => preference.Split(';')[0].Trim().Equals(RespondAsync, StringComparison.OrdinalIgnoreCase)) == true);
}
