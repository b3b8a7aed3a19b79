namespace RequestManager.Requests;

/// <summary>What a <c>User-Agent</c> (RFC 9110, 10.1.5) gives away. It is only ever a hint: anyone may send any.</summary>
/// <param name="Browser">Null when it is none we know.</param>
/// <param name="OperatingSystem">Null when it is none we know.</param>
internal sealed record UserAgent(string? Browser, string? OperatingSystem, bool IsMobile)
{
    // The first that is found counts: nearly everything says Mozilla, what is built on Chrome says Chrome and Safari too, and Chrome says Safari.
    private static readonly (string Token, string Name)[] _browsers =
    [
        ("Edg/", "Edge"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("Edge/", "Edge"),
        ("OPR/", "Opera"), ("OPT/", "Opera"), ("OPiOS/", "Opera"), ("Opera", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"), ("Vivaldi/", "Vivaldi"),
        ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"),
        ("CriOS/", "Chrome"), ("Chromium/", "Chromium"), ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("MSIE ", "Internet Explorer"), ("Trident/", "Internet Explorer"),
        ("curl/", "curl"), ("Wget/", "Wget"), ("python-requests/", "Python"), ("python-httpx/", "Python"), ("PostmanRuntime/", "Postman"),
    ];

    // Android says Linux too, an iPhone "like Mac OS X", and ChromeOS X11.
    private static readonly (string Token, string Name)[] _operatingSystems =
    [
        ("Windows", "Windows"), ("Android", "Android"),
        ("iPhone", "iOS"), ("iPad", "iOS"), ("iPod", "iOS"),
        ("CrOS", "ChromeOS"), ("Macintosh", "macOS"), ("Mac OS X", "macOS"), ("Linux", "Linux"), ("X11", "Linux"),
    ];

    public static UserAgent Parse(string text) => new(Find(_browsers, text), Find(_operatingSystems, text), text.Contains("Mobi", StringComparison.Ordinal));

    private static string? Find((string Token, string Name)[] table, string text) =>
        table.FirstOrDefault(entry => text.Contains(entry.Token, StringComparison.Ordinal)).Name;
}
