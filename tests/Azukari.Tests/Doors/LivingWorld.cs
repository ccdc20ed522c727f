using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Azukari.Accounts;
using Azukari.Accounts.Contracts;
using Azukari.Accounts.Identity;
using Azukari.Accounts.Staff;
using Azukari.Api;
using Azukari.Console.Policies.Publishing;
using Azukari.Join;
using Azukari.Join.Addresses;
using Azukari.Join.Applications;
using Azukari.Ledger;
using Azukari.Mailings.Book;
using Azukari.Members.Contracts;
using Azukari.Messages.OptOut;
using Azukari.Messages.Queue;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Requests.Contracts;
using Azukari.Storage;
using Azukari.Testing.Canaries;
using Azukari.Tests.Console;
using Azukari.Tests.Join;
using Azukari.Values;
using Azukari.Vault;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Azukari.Tests.Doors;

/// <summary>
/// A company in which everything a door can be asked for is alive: an agent with people below, an application that waits because the person may be
/// known already, requests, documents, messages, a move, somebody erased, links as they are sent. <see cref="Thing"/> has them by the names of
/// <c>fixtures/asked.txt</c>.
/// </summary>
public sealed class LivingWorld : IAsyncLifetime
{
    private static readonly MemberActing Acting = new(new Accessor("tester"), "application-1");

    private readonly Dictionary<string, string> _things = new(StringComparer.Ordinal);
    private int _people;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ConsoleHost Host { get; } = new();

    private TrustVault Vault => Host.Company.Trust.Vault;

    private PolicyVersion Version => Host.Company.Trust.Policies.InForce.Version;

    private ApplicationBook Applications => Of<ApplicationBook>();

    public async ValueTask InitializeAsync()
    {
        await Host.InitializeAsync();
        // All of them come from one address and try everything at once: what keeps attackers off is tested elsewhere.
        Host.With(services =>
        {
            services.Configure<AccountsOptions>(options => (options.AttemptsPerMinute, options.AnswerAfterMilliseconds, options.FailuresUntilLocked) = (10_000, 0, 20));
            services.Configure<JoinOptions>(options => options.FormsFromOneAddress = 1_000);
            services.Configure<ApiOptions>(options => (options.TokensPerMinute, options.CallsAtOnce, options.CallsPerSecond) = (10_000, 10_000, 10_000));
            services.AddSingleton(new PasswordCost(1_000));
        });
        await FillAsync();
    }

    public async ValueTask DisposeAsync() => await Host.DisposeAsync();

    /// <summary>A service of the program.</summary>
    internal T Of<T>() where T : notnull => Host.Services.GetRequiredService<T>();

    /// <summary>Something that lives, by its name.</summary>
    internal string Thing(string name) => _things.TryGetValue(name, out string? value) ? value : throw new InvalidOperationException($"Nothing of the world is called <{name}>.");

    /// <summary>Somebody nobody needs, who can be deleted, with what can be deleted of them.</summary>
    internal async Task<IReadOnlyDictionary<string, string>> FreshAsync() => await DeletableAsync("fresh ", (await JoinAsync(MemberClass.Retail)).Subject);

    private async Task<Dictionary<string, string>> DeletableAsync(string called, SubjectId person)
    {
        ConsentGiven consent = Assert.IsType<ConsentGiven>(await Vault.ConsentAsync(person, new ConsentGrant(ClauseId.Parse("purpose.member.4"), null, [ItemId.Parse("email")]), Acting.By, Cancel));
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [called + "person"] = person.ToString(), [called + "document"] = await DocumentAsync(person), [called + "consent"] = consent.ConsentId.ToString(),
            [called + "restriction"] = Assert.IsType<RestrictionSet>(await Vault.RestrictAsync(person, new Restriction.ForPurpose(ClauseId.Parse("purpose.member.4")), Acting.By, Cancel)).RestrictionId.ToString(),
        };
    }

    /// <summary>Somebody who joined on the web, with a document of their own and the receipt of the contract.</summary>
    internal async Task<Application> JoinAsync(MemberClass @class, SubjectId? sponsor = null)
    {
        Application joined = await ConfirmAsync(@class, sponsor);
        Assert.Equal(ApplicationState.Accepted, joined.State);
        await Applications.ReceiveAsync(joined, Cancel);
        return joined;
    }

    /// <summary>A note of the desk's, kept with somebody.</summary>
    internal async Task<string> DocumentAsync(SubjectId person)
    {
        await using var note = new MemoryStream("見本の相談です。"u8.ToArray());
        var kept = await Vault.Documents.AddAsync(person, new NewDocument
        {
            Item = ItemId.Parse("consultation"), Type = DocumentType.Text, FileName = "memo.txt", Channel = Channel.Phone, PolicyVersion = Version, Case = "inquiry-1",
        }, note, Acting.By, Cancel);
        return Assert.IsType<DocumentKept>(kept).Document.Id.ToString();
    }

    /// <summary>What is a member's own.</summary>
    internal async Task<Dictionary<string, string>> OwnAsync(SubjectId member)
    {
        Asked request = Assert.IsType<Asked>(await Of<RequestBook>().AskAsync(member, member.ToString(), RequestKind.Suspension, false, CanaryWords.Note, new Accessor("self"), "ja", Cancel));
        string document = await DocumentAsync(member);
        LedgerEntry entry = await Vault.HistoryAsync(member, Cancel).FirstAsync(one => one.Kind == EntryKind.Acquired, Cancel);
        return new Dictionary<string, string>(StringComparer.Ordinal) { ["own request"] = request.Request.Code, ["own document"] = document, ["own entry"] = entry.Id.ToString() };
    }

    /// <summary>A place in the tree, as the portal writes it.</summary>
    internal string Place(SubjectId member) => Of<SponsorTree>().PlaceOf(member)!.Place.ToString("x", CultureInfo.InvariantCulture);

    private async Task FillAsync()
    {
        Application accepted = await JoinAsync(MemberClass.Agent);
        SubjectId person = accepted.Subject;
        (_things["person"], _things["accepted"]) = (person.ToString(), accepted.Code);
        foreach ((string name, string thing) in await OwnAsync(person)) _things[name] = thing;
        foreach ((string name, string thing) in await DeletableAsync("", person)) _things[name] = thing;
        SubjectId below = (await JoinAsync(MemberClass.Vip, person)).Subject;
        _things["below"] = Place(below);

        // With the telephone number of somebody who is known.
        Application waiting = await ConfirmAsync(MemberClass.Retail, null, phone: "090-0000-7001");
        waiting = await ConfirmAsync(MemberClass.Retail, null, phone: "090-0000-7001");
        Assert.Equal(ApplicationState.Waiting, waiting.State);
        await using (var scan = new MemoryStream("%PDF-1.4 見本"u8.ToArray()))
            _things["scan"] = Assert.IsType<DocumentKept>(await Applications.AttachAsync(waiting, DocumentType.Pdf, scan, Acting.By, Cancel)).Document.Id.ToString();
        (_things["application"], _things["papers"]) = (waiting.Code, Secret(person, "application papers"));
        NewApplication unconfirmed = Form(MemberClass.Retail, null, null);
        Assert.IsType<Submitted>(await Applications.SubmitAsync(unconfirmed, Cancel));
        _things["confirm"] = Applications.ConfirmSecret(unconfirmed.Attempt);

        var tree = Of<SponsorTree>();
        SubjectId other = (await JoinAsync(MemberClass.Agent)).Subject;
        _things["other"] = other.ToString();
        _things["move"] = Assert.IsType<TreeMoveDone>(await tree.ProposeMoveAsync(below, other, Acting with { Case = "request-7", Reason = "wrong-sponsor" }, Cancel)).Move.Id.ToString();

        var requests = Of<RequestBook>();
        var arrival = new Arrival(RequestWay.Post, new DateOnly(2026, 11, 24), IdentityCheck.Document);
        _things["request"] = Assert.IsType<Asked>(await requests.EnterAsync(person, "DISCLOSE", RequestKind.Disclosure, true, null, arrival, Acting.By, Cancel)).Request.Code;
        await using (var scan = new MemoryStream("%PDF-1.4 見本"u8.ToArray())) Assert.IsType<DocumentKept>(await requests.AttachAsync(_things["request"], DocumentType.Pdf, scan, Acting.By, Cancel));
        _things["corrected"] = Assert.IsType<Asked>(await requests.EnterAsync(person, "CORRECT", RequestKind.Correction, true, "住所", arrival, Acting.By, Cancel)).Request.Code;
        foreach (string recipient in (string[])["mihon-carrier", "mihon-told"]) await LeftAsync(person, recipient);
        var right = new Dictionary<ItemId, StoredValue?> { [ItemId.Parse("address")] = JoinWorld.Value("postal-address", $"〒100-0001 東京都千代田区{CanaryWords.Town}3-3") };
        Host.Clock.Now = Host.Clock.Now.AddSeconds(1);
        Assert.True((await Vault.CorrectAsync(person, right, new CorrectionBy.Staff(), Acting.By, @case: _things["corrected"], ct: Cancel)).Done);

        IReadOnlyList<RecipientNotice> notices = await Vault.OpenNoticesAsync(new NoticeQuery(), 0, 10, Cancel);
        (_things["notice"], NoticeId told) = (notices.Single(one => one.Recipient == "mihon-carrier").Id.ToString(), notices.Single(one => one.Recipient == "mihon-told").Id);
        await Vault.TellAsync(told, null, TrustVault.Told, Acting.By, Cancel);
        _things["told notice"] = told.ToString();

        SubjectId erased = (await JoinAsync(MemberClass.Retail)).Subject;
        Assert.NotNull(await Vault.EraseAsync(erased, Acting.By, "request-8", Cancel));
        _things["erased"] = erased.ToString();

        _things["mailing"] = await MailingAsync();
        await EndedMailingAsync(_things["ended mailing"] = await MailingAsync());
        var emergencies = Of<Emergencies>();
        Assert.Null(await emergencies.AskAsync("mihon-shipping", "staff.customer-service", Emergencies.Reasons[0], "request-9", Emergencies.Times[0], Cancel));
        _things["emergency"] = (await emergencies.ListAsync(new EmergencyQuery(), 0, 1, Cancel)).Rows[0].Id.ToString("N");
        _things["draft"] = await Of<PolicyCandidates>().KeepAsync(Encoding.UTF8.GetBytes("# 見本\n" + await File.ReadAllTextAsync(PolicyFile, Cancel)), ConsoleHost.Manager, Cancel);
        OneTimeLink staff = (await Of<StaffAccounts>().AddAsync("mihon-newcomer", [], [], Acting.By, Cancel)).Link!;
        (_things["staff"], _things["staff link"]) = ("mihon-newcomer", staff.Token);
        _things["invitation"] = (await Of<MemberAccounts>().InviteAsync(person, Acting.By, "application-1", Cancel))!.Token;
        _things["stop"] = Of<OptOutLinks>().Token(person, ClauseId.Parse("purpose.member.4"));
        var mail = (await Vault.DescribeAsync(waiting.Subject, Cancel))!.Items.Single(item => item.Item.Value == "email");
        _things["address link"] = Of<AddressConfirmations>().Token(waiting.Subject, mail.Version, Host.Clock.Now.AddDays(1));
        await using (var db = await Of<IDbContextFactory<AzukariDb>>().CreateDbContextAsync(Cancel)) _things["message"] = (await db.Set<MessageRow>().AsNoTracking().OrderBy(row => row.Id).FirstAsync(Cancel)).Id.ToString("N");
        await Host.Company.Trust.Ledger.SealAsync(Cancel);
        _things["found"] = await Callers.FoundAsync(await Host.SignedInAsync(ConsoleHost.Service), Console.Personas.Service) ?? ""; // of a session of the desk's
        _things["entry"] = _things["own entry"];
        _things["size"] = (await Host.Company.Trust.Ledger.CheckpointsAsync(null, 1, Cancel))[0].Size.ToString(CultureInfo.InvariantCulture);
    }

    // Written by somebody of whom no caller is the second person.
    private async Task<string> MailingAsync()
    {
        var words = new MailingText(new LocalText("見本の催し", "A sample event"), new LocalText("見本です。", "A sample."));
        return Assert.IsType<string>(await Of<MailingBook>().WriteAsync(new MailingDraft(MailingKind.Events, words, MailingAudience.Everybody, Host.Clock.Now.AddDays(7)), new Accessor("s-kodama"), Cancel));
    }

    private async Task EndedMailingAsync(string code)
    {
        var book = Of<MailingBook>();
        async Task<long> VersionAsync() => (await book.FindAsync(code, Cancel))!.Version;
        Assert.Equal(MailingAct.Done, await book.ProposeAsync(code, await VersionAsync(), new Accessor("s-kodama"), Cancel));
        Assert.Equal(MailingAct.Done, await book.DecideAsync(code, await VersionAsync(), null, new Accessor("s-mihon"), Cancel));
        Assert.Equal(MailingAct.Done, await book.StopAsync(code, new Accessor("s-mihon"), Cancel));
    }

    private static string PolicyFile => Path.Combine(Architecture.Repository.Root, "policies", "seacret-direct-japan", "2026-10.yaml");

    private async Task<Application> ConfirmAsync(MemberClass @class, SubjectId? sponsor, string? phone = null)
    {
        NewApplication form = Form(@class, sponsor, phone);
        Assert.IsType<Submitted>(await Applications.SubmitAsync(form, Cancel));
        return (await Applications.ConfirmAsync(Applications.ConfirmSecret(form.Attempt), true, Cancel))!;
    }

    private NewApplication Form(MemberClass @class, SubjectId? sponsor, string? phone)
    {
        int n = Interlocked.Increment(ref _people);
        var values = new Dictionary<ItemId, StoredValue>
        {
            [ItemId.Parse("name")] = JoinWorld.Value("person-name", $"{CanaryWords.FamilyName} {CanaryWords.GivenName}"),
            [ItemId.Parse("address")] = JoinWorld.Value("postal-address", $"〒100-0001 東京都千代田区{CanaryWords.Town}1-1"),
            [ItemId.Parse("date-of-birth")] = JoinWorld.Value("birth-date", "1980-04-01"),
            [ItemId.Parse("email")] = JoinWorld.Value("email", CanaryWords.Mail(8000 + n)),
        };
        if (phone is not null) values[ItemId.Parse("mobile")] = JoinWorld.Value("phone", phone);
        return new NewApplication(SubjectId.New(), @class, Version, Channel.Web, values, sponsor, "ja", true, ApplicationWords.Web);
    }

    private string Secret(SubjectId subject, string label) => Base64Url.EncodeToString(Host.Company.Seal.Fingerprint(subject.ToBytes(), label));

    // As the gate records what leaves: somebody outside has the address from before it was corrected.
    private async Task LeftAsync(SubjectId person, string recipient) => await Host.Company.Trust.Ledger.AppendAsync(LedgerEntry.Now(Host.Clock, EntryKind.Provided) with
    {
        Subject = await Vault.PseudonymOfAsync(person, Cancel), Accessor = "mihon-client", As = "entrustee", Recipient = recipient, Purpose = "purpose.member.2", Items = ["address"],
        PolicyVersion = Version.Value, Case = "order-1042",
    }, Cancel);
}
