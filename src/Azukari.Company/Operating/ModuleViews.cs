using Azukari.Vault;

namespace Azukari.Company.Operating;

/// <summary>Views of a module, beside the company's own: each module registers its as a singleton of this type.</summary>
/// <param name="Register">Adds them, before the vault is opened.</param>
public sealed record ModuleViews(Action<ViewRegister> Register);
