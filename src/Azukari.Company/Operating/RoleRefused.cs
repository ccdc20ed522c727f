using Azukari.Ledger;
using Azukari.Policy;

namespace Azukari.Company.Operating;

/// <summary>An operator asked to act in a role the settings do not give it: refused before the policy is asked, and in the ledger.</summary>
/// <param name="Login">Who asked.</param>
/// <param name="Role">The role asked for.</param>
/// <param name="Clause">The clause that promises least privilege.</param>
/// <param name="EntryId">The ledger entry of the refusal.</param>
public sealed record RoleRefused(string Login, RecipientKind Role, ClauseId Clause, EntryId EntryId)
{
    /// <summary>The reason code in the ledger.</summary>
    public const string Code = "role-not-held";

    /// <summary>What a person reads, in "en" or, for anything else, Japanese.</summary>
    public string Sentence(string language) => language == "en"
        ? $"The login {Login} may not act as {Role}: the settings do not give it that role."
        : $"ログイン {Login} は {Role} として行動できません。設定でこの役割が与えられていません。";
}
