using RequestManager.Requests;

namespace RequestManager.Tests;

public sealed class UserAgentTests
{
    private const string Chromium = "AppleWebKit/537.36 (KHTML, like Gecko)", WebKit = "AppleWebKit/605.1.15 (KHTML, like Gecko)";

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) " + Chromium + " Chrome/131.0.0.0 Safari/537.36", "Chrome", "Windows", false)]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) " + Chromium + " Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", "Edge", "Windows", false)]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) " + Chromium + " Chrome/131.0.0.0 Safari/537.36 OPR/115.0.0.0", "Opera", "Windows", false)]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) " + WebKit + " Version/18.1 Safari/605.1.15", "Safari", "macOS", false)]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox", "Linux", false)]
    [InlineData("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) " + Chromium + " Chrome/131.0.0.0 Safari/537.36", "Chrome", "ChromeOS", false)]
    [InlineData("Mozilla/5.0 (Linux; Android 10; K) " + Chromium + " Chrome/131.0.0.0 Mobile Safari/537.36", "Chrome", "Android", true)]
    [InlineData("Mozilla/5.0 (Linux; Android 10; K) " + Chromium + " Chrome/131.0.0.0 Mobile Safari/537.36 EdgA/131.0.0.0", "Edge", "Android", true)]
    [InlineData("Mozilla/5.0 (Android 15; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0", "Firefox", "Android", true)]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) " + WebKit + " Version/18.1 Mobile/15E148 Safari/604.1", "Safari", "iOS", true)]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) " + WebKit + " CriOS/131.0 Mobile/15E148 Safari/604.1", "Chrome", "iOS", true)]
    [InlineData("Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) " + WebKit + " FxiOS/133.0 Mobile/15E148 Safari/605.1.15", "Firefox", "iOS", true)]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko", "Internet Explorer", "Windows", false)]
    [InlineData("curl/8.5.0", "curl", null, false)]
    [InlineData("something else entirely", null, null, false)]
    [InlineData("", null, null, false)]
    public void What_a_browser_says_of_itself_is_read_in_the_right_order(string text, string? browser, string? operatingSystem, bool isMobile) =>
        Assert.Equal(new(browser, operatingSystem, isMobile), UserAgent.Parse(text));
}
