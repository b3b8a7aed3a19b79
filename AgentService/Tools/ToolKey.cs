using System.Security.Cryptography;
using System.Text;

namespace AgentService.Tools;

/// <summary>The key by which far sides know a call again.</summary>
internal static class ToolKey
{
    // Far sides have narrow fields for it: ServiceNow's correlation_id takes 100 characters.
    private const int MaxStep = 60;

    /// <returns>Letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, at most 97 of them; the same for the same flow and step.</returns>
    public static string Of(Guid flowId, string step) => $"{flowId:N}-{(IsPlain(step) ? step : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(step)))[..32])}";

    private static bool IsPlain(string step) => step.Length is > 0 and <= MaxStep && step.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
