using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AgentService.Tools.Tickets;

/// <summary>Section <c>Tickets</c>: where tickets are kept.</summary>
public sealed class TicketsOptions : IValidatableObject
{
    public const string Section = "Tickets";
    public const string BuiltIn = "builtin", ServiceNowProvider = "servicenow";

    /// <summary><c>builtin</c>: in a table of ours. <c>servicenow</c>: in a ServiceNow instance, over its Table API.</summary>
    [AllowedValues(BuiltIn, ServiceNowProvider, ErrorMessage = "Tickets:Provider must be " + BuiltIn + " or " + ServiceNowProvider + ".")]
    public string Provider { get; set; } = BuiltIn;

    [ValidateObjectMembers]
    public ServiceNowOptions ServiceNow { get; set; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Provider == ServiceNowProvider ? ServiceNow.Missing().Select(missing => new ValidationResult($"{Section}:ServiceNow:{missing}")) : [];
}

[OptionsValidator]
internal sealed partial class TicketsOptionsValidator : IValidateOptions<TicketsOptions>;
