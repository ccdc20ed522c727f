using System.Buffers.Text;
using Azukari.Members.Contracts;
using Azukari.Policy;
using Azukari.Vault;

namespace Azukari.Join.Applications;

/// <summary>Handing in. The row first, then the person, the membership, the letter: whatever a crash leaves of it is finished, or gone, a quarter of an hour later.</summary>
internal sealed partial class ApplicationBook
{
    /// <summary>Takes an application. Sending the same again gives the first answer again.</summary>
    public async Task<SubmitResult> SubmitAsync(NewApplication sent, CancellationToken cancel)
    {
        var code = CodeOf(sent.Attempt);
        if (await FindAsync(code, cancel) is { State: not ApplicationState.Begun } before) return new Submitted(before);
        var mail = sent.Values.ContainsKey(Email) && sent.Channel == Channel.Web;
        var now = clock.GetUtcNow();
        await BeginAsync(
            new ApplicationRow
            {
                Code = code, Subject = sent.Attempt, Kind = sent.Class.Word(), Channel = PolicyWords.Of(sent.Channel), State = ApplicationState.Begun.Word(), Reasons = "",
                Language = sent.Language, Policy = sent.Version.Value, Sponsor = sent.Sponsor, Electronic = sent.Electronic, SubmittedAt = now, ChangedAt = now,
                ConfirmBy = mail ? now + options.Value.ConfirmWithin : null, ConfirmHash = mail ? Codes.Hash(ConfirmSecret(sent.Attempt)) : null,
            }, cancel);
        await After("begun");
        var acquisition = new Acquisition { Id = sent.Attempt, SubjectKind = sent.Class.Kind(), Values = sent.Values, Channel = sent.Channel, PolicyVersion = sent.Version, Case = code };
        if (await Vault.AcquireAsync(acquisition, sent.By, cancel) is RefusedAcquisition refused)
        {
            await ForgetAsync(code, cancel);
            return new SubmitRefused(refused.Refusal);
        }

        await After("acquired");
        return await FinishAsync(await RequireAsync(code, cancel), sent.By, cancel);
    }

    /// <summary>The code of the application of an attempt: the same each time it is sent.</summary>
    private string CodeOf(SubjectId attempt) => "A-" + Codes.Of(company.Seal.Fingerprint(attempt.ToBytes(), "application"), 8);

    /// <summary>What the letter carries: it follows from the attempt, so that sending twice cannot write twice.</summary>
    internal string ConfirmSecret(SubjectId attempt) => Base64Url.EncodeToString(company.Seal.Fingerprint(attempt.ToBytes(), "application confirmation"));

    /// <summary>What follows once the person is in the vault. Doing it again does only what is left.</summary>
    private async Task<SubmitResult> FinishAsync(Application begun, Accessor by, CancellationToken cancel)
    {
        var (code, subject) = (begun.Code, begun.Subject);
        if (!PolicyWords.TryParse(begun.Channel, out Channel channel)) throw new FormatException("A stored channel is none of the list.");
        var applied = await members.ApplyAsync(
            subject, begun.Class, begun.Sponsor, channel, PolicyVersion.Parse(begun.Policy), new MemberActing(by, code), cancel);
        if (applied is MemberRefused { Why: not MemberRefusal.MemberAlready } wrong)
        {
            await Vault.EraseAsync(subject, by, "application-refused", cancel);
            await After("unwanted");
            await ForgetAsync(code, cancel);
            return wrong.Policy is { } refusal ? new SubmitRefused(refusal) : new SponsorRefused();
        }

        await After("applied");
        if (begun.ConfirmBy is { } until)
        {
            await SayAsync(begun, JoinMessages.Confirm,
                fields => fields.Link("link", "/join/confirm/" + ConfirmSecret(subject)).Moment("until", until).Word("delivery", begun.Electronic ? "electronic" : "paper"), code, cancel);
            await After("said");
            await MoveAsync(code, ApplicationState.Begun, ApplicationState.Unconfirmed, cancel);
        }
        else if (await MoveAsync(code, ApplicationState.Begun, ApplicationState.Confirmed, cancel))
        {
            await DecideAsync(code, cancel);
        }

        return new Submitted(await RequireAsync(code, cancel));
    }

    /// <summary>Goes on with what was left half handed in: to its end where the person got into the vault, else nothing of it is kept.</summary>
    private async Task ResumeAsync(Application begun, CancellationToken cancel)
    {
        if (await Vault.DescribeAsync(begun.Subject, cancel) is null) await ForgetAsync(begun.Code, cancel);
        else await FinishAsync(begun, ApplicationWords.Web, cancel);
    }
}
