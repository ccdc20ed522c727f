using Azukari.Company;
using Azukari.Messages.OptOut;
using Azukari.Messages.Templates;
using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Messages.Contracts;

/// <summary>
/// Stops advertising by the link that stands in each advertising message (SCTA 36-3(2), RFC 8058): no sign-in, one click. What was consented to and
/// when it was withdrawn stays in the ledger as evidence.
/// </summary>
public sealed class OptOuts
{
    /// <summary>Who is recorded: whoever holds the link, which is the person or their mail service.</summary>
    private static readonly Accessor ByLink = new("opt-out-link");

    private readonly CompanyCore _company;
    private readonly MessageCatalog _catalog;
    private readonly OptOutLinks _links;

    internal OptOuts(CompanyCore company, MessageCatalog catalog, OptOutLinks links) => (_company, _catalog, _links) = (company, catalog, links);

    /// <summary>What a link is about; null when it is none of ours.</summary>
    public async Task<OptOutState?> FindAsync(string token, CancellationToken cancel = default)
    {
        if (_links.Read(token) is not var (subject, purpose)) return null;
        return new OptOutState(purpose, (await ConsentsAsync(subject, purpose, cancel)).Count == 0);
    }

    /// <summary>
    /// Withdraws every consent by which the person gets advertising by e-mail, not only for the purpose of the message the link stood in: who has
    /// said stop gets no other kind either. Doing it again changes nothing.
    /// </summary>
    /// <returns>False when the link is none of ours.</returns>
    public async Task<bool> StopAsync(string token, CancellationToken cancel = default)
    {
        if (_links.Read(token) is not var (subject, purpose)) return false;
        foreach (var consent in await ConsentsAsync(subject, purpose, cancel)) await _company.Trust.Vault.WithdrawAsync(subject, consent.Id, ByLink, cancel);
        return true;
    }

    // Of somebody erased or unknown there is none.
    private async Task<IReadOnlyList<HeldConsent>> ConsentsAsync(SubjectId subject, ClauseId purpose, CancellationToken cancel)
    {
        var advertising = _catalog.All.Where(template => template.Kind == MessageKind.Advertising).Select(template => template.Purpose).Append(purpose).ToHashSet();
        return [.. (await _company.Trust.Vault.DescribeAsync(subject, cancel))?.Consents.Where(consent =>
            consent.WithdrawnAt is null && advertising.Contains(consent.Grant.Purpose) && consent.Grant.Items.Contains(MessageTemplate.Address)) ?? []];
    }
}

/// <summary>What a link is about.</summary>
/// <param name="Purpose">The purpose of the message it stood in.</param>
/// <param name="IsStopped">Whether no advertising goes to the person by e-mail any more.</param>
public sealed record OptOutState(ClauseId Purpose, bool IsStopped);
