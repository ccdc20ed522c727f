using System.Collections.Immutable;
using Azukari.Accounts.Contracts;
using Azukari.Company;
using Azukari.Join.Addresses;
using Azukari.Join.CoolingOff;
using Azukari.Join.Leaving;
using Azukari.Members.Contracts;
using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Policy.Deciding;
using Azukari.Storage;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Azukari.Join.Applications;

/// <summary>An application as others may know it.</summary>
public sealed record Application(
    string Code, SubjectId Subject, MemberClass Class, string Channel, ApplicationState State, ImmutableArray<string> Reasons, SubjectId? Same, string Language,
    string Policy, SubjectId? Sponsor, bool Electronic, DateTimeOffset? ElectronicAt, DateTimeOffset SubmittedAt, DateTimeOffset? ConfirmBy, DateTimeOffset? ConfirmedAt, DateTimeOffset? DecidedAt,
    string? DecidedBy, string? Reason, ImmutableArray<string> Taking, DateOnly? PostedOn, DateOnly? ReceivedOn, DateOnly? GoodsOn)
{
    /// <summary>Whether staff has to send the contract document by post, or waits to hear that it arrived.</summary>
    public bool IsToPost => this is { State: ApplicationState.Accepted, ElectronicAt: null, ReceivedOn: null };

    /// <summary>The last day on which the registration can be undone; null while the contract document was not received: until then it always can.</summary>
    public DateOnly? LastDay => ReceivedOn is { } received ? CoolingOffPeriod.LastDay(received, GoodsOn) : null;

    /// <summary>What the member was, where this changed the class of a living membership; null where it made one.</summary>
    public MemberClass? Before => Reason?.Split(ApplicationWords.ChangedFrom) is ["", var word] && MemberWords.TryParse(word, out MemberClass before) ? before : null;
}

/// <summary>What became of sending an application.</summary>
internal abstract record SubmitResult;

/// <summary>It is taken: the person is in the vault, and is written to where there is an address.</summary>
internal sealed record Submitted(Application Application) : SubmitResult;

/// <summary>The policy refuses it; nothing that was given is kept.</summary>
internal sealed record SubmitRefused(Refusal Refusal) : SubmitResult;

/// <summary>The sponsor cannot sponsor any more; nothing that was given is kept.</summary>
internal sealed record SponsorRefused : SubmitResult;

/// <summary>What is handed in.</summary>
internal sealed record NewApplication(
    SubjectId Attempt, MemberClass Class, PolicyVersion Version, Channel Channel, IReadOnlyDictionary<ItemId, StoredValue> Values, SubjectId? Sponsor, string Language, bool Electronic, Accessor By)
{
    public override string ToString() => $"NewApplication[{Attempt}]";
}

/// <summary>
/// Applications from their sending to their end. Each step is one change of state that only one of several at once can make, and whatever follows
/// from it can be repeated: what a crash leaves undone, <see cref="ApplicationSweep"/> finishes. Safe for concurrent use, on any number of nodes.
/// </summary>
internal sealed partial class ApplicationBook(
    IDbContextFactory<AzukariDb> databases, CompanyCore company, MemberBook members, MemberAccounts accounts, Outbox outbox, AddressConfirmations addresses, LeavingBook leaving, IOptions<JoinOptions> options, TimeProvider clock)
{
    /// <summary>How long something begun may take before it counts as left behind.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private static readonly ItemId Email = ItemId.Parse("email"), Scan = ItemId.Parse("application-form");

    /// <summary>For tests: called after each step, by its name. A host may die after any of them.</summary>
    internal Func<string, Task> After { get; set; } = static _ => Task.CompletedTask;

    private TrustVault Vault => company.Trust.Vault;

    /// <summary>The application a confirmation link belongs to; null for a link that is none.</summary>
    public async Task<Application?> OfConfirmationAsync(string? secret, CancellationToken cancel)
    {
        if (Codes.Hash(secret) is not { } hash) return null;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<ApplicationRow>().AsNoTracking().SingleOrDefaultAsync(row => row.ConfirmHash == hash, cancel) is { } found ? Of(found) : null;
    }

    /// <summary>Confirms the address. Doing it again gives the same answer; null when the link is none or too late.</summary>
    /// <param name="electronic">Whether the consent to documents by electronic means, given with the application, is confirmed as well (SCTA 37(3)).</param>
    public async Task<Application?> ConfirmAsync(string? secret, bool electronic, CancellationToken cancel)
    {
        if (await OfConfirmationAsync(secret, cancel) is not { } application) return null;
        // The letter is the last step of handing in: who has it need not wait for what a crash left to note.
        if (application.State == ApplicationState.Begun) await MoveAsync(application.Code, ApplicationState.Begun, ApplicationState.Unconfirmed, cancel);
        if (application.State is ApplicationState.Begun or ApplicationState.Unconfirmed)
        {
            var now = clock.GetUtcNow();
            if (application.ConfirmBy <= now) return null;
            await using var db = await databases.CreateDbContextAsync(cancel);
            var consented = electronic && application.Electronic ? now : (DateTimeOffset?)null;
            var (from, to) = (ApplicationState.Unconfirmed.Word(), ApplicationState.Confirmed.Word());
            var moved = await db.Set<ApplicationRow>().Where(row => row.Code == application.Code && row.State == from && row.ConfirmBy > now)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, to).SetProperty(row => row.ConfirmedAt, now).SetProperty(row => row.ChangedAt, now)
                    .SetProperty(row => row.ElectronicAt, consented), cancel);
            if (moved == 1)
            {
                await After("confirmed");
                await Vault.NoteAsync(application.Subject, "application:confirmed", ApplicationWords.Web, application.Code, cancel);
                if (consented is not null) await Vault.NoteAsync(application.Subject, "contract:electronic", ApplicationWords.Web, application.Code, cancel);
                await DecideAsync(application.Code, cancel);
            }
        }

        return await FindAsync(application.Code, cancel) is { State: not (ApplicationState.Ending or ApplicationState.Lapsed) } now_ ? now_ : null;
    }

    /// <summary>Goes on from a confirmed application: to staff where something is unclear, else to membership.</summary>
    internal async Task DecideAsync(string code, CancellationToken cancel)
    {
        var application = await RequireAsync(code, cancel);
        if (application.State != ApplicationState.Confirmed) return;
        var reasons = new List<string>();
        var same = await new SamePerson(company, members, application).FindAsync(cancel);
        if (same is not null) reasons.Add(ApplicationWords.Duplicate);
        if (application.Channel == "paper") reasons.Add(ApplicationWords.Paper);
        else if (application.ConfirmedAt is null) reasons.Add(ApplicationWords.NoMail);
        // An agent has the outline document before the contract: by electronic means only with confirmed consent, else staff sends it first.
        if (application is { Class: MemberClass.Agent, Channel: "web", ElectronicAt: null }) reasons.Add(ApplicationWords.Outline);
        if (options.Value.Review.Contains(application.Class.Word())) reasons.Add(ApplicationWords.Review);
        if (reasons.Count > 0)
        {
            await WaitAsync(code, ApplicationState.Confirmed, reasons, same, cancel);
            return;
        }

        if (await AcceptAsync(application, ApplicationWords.Web, ApplicationState.Confirmed, cancel) is MemberRefused)
            await WaitAsync(code, ApplicationState.Confirmed, [ApplicationWords.SponsorGone], null, cancel);
    }

    private async Task<MemberResult> AcceptAsync(Application application, Accessor by, ApplicationState from, CancellationToken cancel)
    {
        var result = await members.ActivateAsync(application.Subject, new MemberActing(by, application.Code), cancel: cancel);
        if (result is MemberRefused { Why: MemberRefusal.WrongStatus } && await members.FindAsync(application.Subject, cancel) is { Status: MemberStatus.Active } active) result = new MemberDone(active);
        if (result is not MemberDone) return result;
        await After("activated");
        var papers = PapersSecret(application.Subject);
        await WelcomeAsync(application, papers, by, cancel);
        await After("welcomed");
        var (now, hash) = (clock.GetUtcNow(), Codes.Hash(papers));
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (was, to) = (from.Word(), ApplicationState.Accepted.Word());
        await db.Set<ApplicationRow>().Where(row => row.Code == application.Code && row.State == was).ExecuteUpdateAsync(set => set
            .SetProperty(row => row.State, to).SetProperty(row => row.ChangedAt, now).SetProperty(row => row.DecidedAt, now).SetProperty(row => row.DecidedBy, by.Code)
            .SetProperty(row => row.PapersHash, hash), cancel);
        return result;
    }

    private async Task WelcomeAsync(Application application, string papers, Accessor by, CancellationToken cancel)
    {
        var made = await accounts.CreateAsync(application.Subject, by, application.Code, cancel);
        await After("account");
        var invitation = made is AccountCreated created ? created.Invitation
            : made is AccountExists { Account.IsClosed: true } ? await accounts.ReopenAsync(application.Subject, by, application.Code, cancel)
            : await accounts.InviteAsync(application.Subject, by, application.Code, cancel);
        // Nothing but the question goes to an address that was never confirmed: staff hands out what a paper form leads to.
        if (application.ConfirmedAt is null) await addresses.AskAsync(application.Subject, application.Language, by, application.Code, cancel);
        if (application.ConfirmedAt is null || !await HasMailAsync(application, cancel)) return;
        var path = invitation?.Path ?? "/account/sign-in";
        // A link that replaces an earlier one has to be sent as well.
        await SayAsync(application, JoinMessages.Welcome,
            fields => fields.Link("account", path).Link("papers", "/join/papers/" + papers).Word("delivery", application.ElectronicAt is null ? "paper" : "electronic"),
            $"{application.Code} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(path)))}", cancel);
    }

    private string PapersSecret(SubjectId subject) => System.Buffers.Text.Base64Url.EncodeToString(company.Seal.Fingerprint(subject.ToBytes(), "application papers"));

    private async Task<bool> HasMailAsync(Application application, CancellationToken cancel) =>
        await Vault.DescribeAsync(application.Subject, cancel) is { } described && described.Items.Any(item => item.Item == Email);

    private Task<MessageQueued> SayAsync(Application application, MessageTemplate template, Func<MessageFields, MessageFields> fields, string key, CancellationToken cancel) =>
        outbox.EnqueueAsync(
            new MessageOrder
            {
                Template = template.Id, Subject = application.Subject, Case = application.Code, Language = application.Language,
                Fields = fields(new MessageFields().Code("case", application.Code)), DedupeKey = key, By = ApplicationWords.Web,
            }, cancel);
}
