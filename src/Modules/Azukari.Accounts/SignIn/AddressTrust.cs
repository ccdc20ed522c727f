using Azukari.Accounts.Letters;
using Azukari.Accounts.Storage;
using Azukari.Company;
using Azukari.Messages.Contracts;
using Azukari.Vault;
using Microsoft.Extensions.Options;

namespace Azukari.Accounts.SignIn;

/// <summary>
/// Whether a link that sets a password may go to the address held. What staff typed is another's until proved: that somebody reads mail there says only
/// that staff typed an address somebody reads. So it may once the member confirmed it signed in, or some days after the letter to the address before it went
/// out. Where nobody could be warned, the desk that checks who somebody is helps.
/// </summary>
internal sealed class AddressTrust(CompanyCore company, Outbox outbox, IOptions<AccountsOptions> options, TimeProvider clock)
{
    public async Task<bool> MaySetPasswordAsync(Account account, CancellationToken cancel)
    {
        var subject = SubjectId.Parse(account.Name);
        if (await company.Trust.Vault.DescribeAsync(subject, cancel) is not { } person || person.Items.FirstOrDefault(item => item.Item == MessageTemplate.Address) is not { } held || !ConfirmedAddress.Is(held)) return false;
        // Confirmed by the link in a letter before there was an account, it took none over.
        if (!ConfirmedAddress.IsByLink(held) || held.AcquiredAt <= account.CreatedAt || account.State == AccountState.Invited) return true;
        var days = TimeSpan.FromDays(options.Value.ChangedAddressDays);
        return await outbox.WentOutAsync(subject, ChangeWarnings.Address, held.AcquiredAt - ConfirmedAddress.LinkLife - TimeSpan.FromHours(1), held.AcquiredAt, clock.GetUtcNow() - days, cancel);
    }
}
