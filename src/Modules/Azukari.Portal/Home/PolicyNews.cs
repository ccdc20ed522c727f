using Azukari.Company;
using Azukari.Members.Contracts;
using Azukari.Portal.Choices;
using Azukari.Portal.Resources;
using Azukari.Ui.Components;
using Azukari.Ui.Language;
using Azukari.Vault;

namespace Azukari.Portal.Home;

/// <summary>A version of the policy the member has not answered, where something of theirs was given under an earlier one.</summary>
internal sealed class PolicyNews(CompanyCore company, Text<PortalText> T) : ITodoSource
{
    public async Task<IReadOnlyList<Todo>> OfAsync(SubjectId member, Membership? membership, CancellationToken cancel)
    {
        var inForce = company.Trust.Policies.InForce.Document;
        return await company.Trust.Vault.DescribeAsync(member, cancel) is { } person && OfferedChoices.Waits(inForce, person)
            ? [new Todo(Tone.Attention, T["Todo.Policy"], T["Todo.PolicyText", DisplayDates.Day(inForce.Effective)], "/my/consents", T["Todo.PolicyDo"])] : [];
    }
}
