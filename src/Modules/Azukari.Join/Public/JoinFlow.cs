using System.Collections.Immutable;
using Azukari.Company;
using Azukari.Join.Applications;
using Azukari.Join.Contracts;
using Azukari.Join.Form;
using Azukari.Join.Resources;
using Azukari.Site.Resources;
using Azukari.Ledger;
using Azukari.Members.Contracts;
using Azukari.Messages.Contracts;
using Azukari.Policy;
using Azukari.Policy.Document;
using Azukari.Site.Policies;
using Azukari.Stores;
using Azukari.Ui.Components;
using Azukari.Ui.Language;
using Azukari.Values;
using Azukari.Vault;
using Azukari.Vault.Keys;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Azukari.Join.Public;

/// <summary>Where somebody is on the way to an application.</summary>
public enum JoinStep
{
    /// <summary>Filling in.</summary>
    Form,

    /// <summary>Looking over what was filled in.</summary>
    Check,

    /// <summary>Turned down; nothing is kept.</summary>
    Declined,

    /// <summary>Handed in.</summary>
    Sent,
}

/// <summary>What a page of the form shows. Prints nothing of it.</summary>
public sealed record JoinState(JoinStep Step, FormPlan Plan, TypedForm Typed)
{
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    public ImmutableDictionary<string, ImmutableArray<Offer>> Offers { get; init; } = ImmutableDictionary<string, ImmutableArray<Offer>>.Empty;

    public ImmutableDictionary<ItemId, StoredValue> Values { get; init; } = ImmutableDictionary<ItemId, StoredValue>.Empty;

    public PublicSponsor? Sponsor { get; init; }

    /// <summary>Whether the sponsor comes from a link, so that no number is asked.</summary>
    public bool SponsorByLink { get; init; }

    /// <summary>What is said above the form, by the string's name; null for nothing.</summary>
    public string? Notice { get; init; }

    public string? Carried { get; init; }

    /// <summary>The clause somebody is turned down by.</summary>
    public Clause? Clause { get; init; }

    public Application? Sent { get; init; }

    /// <summary>Whether it could not be taken because a store is away.</summary>
    public bool IsAway { get; init; }

    /// <summary>Whether staff types in a paper form.</summary>
    public bool IsPaper { get; init; }

    public override string ToString() => $"JoinState[{Step}]";
}

/// <summary>Takes one request of the form: what was pressed, on what was typed. Keeps nothing until an application is sent.</summary>
internal sealed class JoinFlow(
    CompanyCore company, PolicyShelf shelf, Referrals referrals, ApplicationBook applications, LettersToAddress letters, IOptions<JoinOptions> options, Text<JoinText> words, Text<SiteText> labels, TimeProvider clock)
{
    /// <summary>The form of a kind; null where the policy in force registers no such kind.</summary>
    public FormPlan? PlanOf(MemberClass kind, Channel channel = Channel.Web) => FormPlan.Of(shelf.InForce, kind.Kind(), options.Value, channel);

    /// <summary>An empty form.</summary>
    public async Task<JoinState> StartAsync(FormPlan plan, string? reference, CancellationToken cancel)
    {
        var sponsor = await referrals.FindAsync(reference, cancel);
        return new JoinState(JoinStep.Form, plan, TypedForm.Empty) { Sponsor = sponsor, SponsorByLink = sponsor is not null, Notice = reference is not null && sponsor is null ? "Link" : null };
    }

    /// <summary>What follows from a form that was sent.</summary>
    /// <param name="clerk">Who of the staff types in a paper form; null on the web.</param>
    public async Task<JoinState> TakeAsync(FormPlan plan, string? reference, IFormCollection form, Accessor? clerk, CancellationToken cancel)
    {
        var pressed = form["do"].ToString();
        var carried = CarriedForm.Open(form["carried"], company.Seal, clock.GetUtcNow() - options.Value.CarryFor);
        if (carried?.Kind != plan.Kind) carried = null;
        var typed = pressed is "send" or "edit" or "disagree" ? carried?.Typed ?? TypedForm.Empty : TypedForm.Of(form);
        var reader = new FormReader(plan, company.Places, options.Value, words, labels, JapanTime.Today(clock));
        var byLink = await referrals.FindAsync(reference, cancel);
        var state = new JoinState(JoinStep.Form, plan, typed) { Sponsor = byLink, SponsorByLink = byLink is not null, Carried = carried?.Seal(company.Seal), IsPaper = clerk is not null };
        switch (pressed)
        {
            case "postal":
                var places = reader.Complete(typed);
                return state with { Errors = reader.Errors, Offers = state.Offers.SetItem("postal", places) };
            case "edit":
                return carried is null ? state with { Notice = "Expired" } : state;
            case "disagree":
                return Declined(plan, "registration.refusal");
            case "send" when carried is null:
                return state with { Notice = "Expired" };
            case var set when set.StartsWith("set:", StringComparison.Ordinal):
                reader.Take(typed, set["set:".Length..]);
                return state;
        }

        var read = reader.Read(typed);
        if (byLink is null && read.Sponsor is { } number)
        {
            state = state with { Sponsor = await referrals.FindAsync(number, cancel) };
            if (state.Sponsor is null) read = read with { Errors = read.Errors.Add(new FieldError(FormReader.Id("sponsor"), words["Sponsor.NotFound"])) };
        }

        state = state with { Offers = read.Offers, Values = read.Values };
        if (read.Errors.Length > 0) return state with { Errors = read.Errors };
        var version = shelf.InForce.Version;
        if (pressed == "send" && carried!.Version != version) return state with { Step = JoinStep.Check, Notice = "NewPolicy", Carried = (carried with { Version = version }).Seal(company.Seal) };
        if (pressed != "send")
        {
            var kept = new CarriedForm(carried?.Attempt ?? SubjectId.New(), plan.Kind, version, clock.GetUtcNow(), typed);
            return state with { Step = JoinStep.Check, Carried = kept.Seal(company.Seal) };
        }

        var missing = Agreements(plan, state.IsPaper).Where(name => form[name] != "yes")
            .Select(name => new FieldError(FormReader.Id(name), words[state.IsPaper ? "Agree.MissingPaper" : "Agree.Missing"])).ToList();
        if (missing.Count > 0) return state with { Step = JoinStep.Check, Errors = missing };
        // Whoever types an address need not be its owner, who gets no more letters for it than these. The letters that went there still confirm what they are about.
        var to = clerk is null && state.Values.TryGetValue(MessageTemplate.Address, out var address) ? EmailAddress.FromStored(address) : null;
        if (to is not null && !letters.Take(to)) return state with { Step = JoinStep.Check, Notice = "Letters" };
        var next = await SendAsync(state, carried!, form["electronic"] == "yes", clerk, cancel);
        if (to is not null && next.Step != JoinStep.Sent) letters.GiveBack(to);
        return next;
    }

    /// <summary>What has to be agreed to before sending.</summary>
    public static IEnumerable<string> Agreements(FormPlan plan, bool paper) => (plan.Kind.Value == "agent", paper) switch
    {
        (true, true) => ["signed", "handed"],
        (false, true) => ["signed"],
        (true, false) => ["agree", "outline"],
        (false, false) => ["agree"],
    };

    private async Task<JoinState> SendAsync(JoinState state, CarriedForm carried, bool electronic, Accessor? clerk, CancellationToken cancel)
    {
        var kind = MemberWords.TryParse(state.Plan.Kind.Value, out MemberClass found) ? found : throw new InvalidOperationException("A form is for a kind of member.");
        var sent = new NewApplication(
            carried.Attempt, kind, carried.Version, clerk is null ? Channel.Web : Channel.Paper, state.Values, state.Sponsor?.Subject, PageLanguage.Current.TwoLetterISOLanguageName,
            electronic && clerk is null, clerk ?? ApplicationWords.Web);
        SubmitResult result;
        try
        {
            result = await applications.SubmitAsync(sent, cancel);
        }
        catch (Exception fault) when (fault is StoreException or LedgerUnavailableException or MasterKeyException || StoreErrors.IsTransient(fault))
        {
            // What was typed is still in the page; sent again, it is taken up where it stopped, and taken once.
            return state with { Step = JoinStep.Check, Notice = "Away", IsAway = true };
        }

        return result switch
        {
            Submitted done => state with { Step = JoinStep.Sent, Sent = done.Application },
            SubmitRefused refused => Declined(state.Plan, refused.Refusal.Clause.Value),
            _ => state with { Sponsor = null, Errors = [new FieldError(FormReader.Id("sponsor"), words["Sponsor.NotFound"])] },
        };
    }

    private JoinState Declined(FormPlan plan, string clause) =>
        new(JoinStep.Declined, plan, TypedForm.Empty) { Clause = shelf.InForce.Clauses.FirstOrDefault(one => one.Id.Value == clause) };
}
