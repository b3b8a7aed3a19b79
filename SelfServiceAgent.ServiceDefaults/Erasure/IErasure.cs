using SelfServiceAgent.Contracts;

namespace SelfServiceAgent.ServiceDefaults.Erasure;

/// <summary>A service's way to erase what it has of a person.</summary>
public interface IErasure
{
    Task<ErasedRows> EraseAsync(ErasePerson asked, CancellationToken cancellationToken);
}
