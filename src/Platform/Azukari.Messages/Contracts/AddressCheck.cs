using Azukari.Company;
using Azukari.Messages.Sending;
using Azukari.Messages.Templates;
using Azukari.Values;
using MimeKit;
using MimeKit.Text;

namespace Azukari.Messages.Contracts;

/// <summary>
/// Sends a letter to an address somebody has just typed, to see whether it is read there: the one letter that goes to an address and not to a
/// subject, because the vault does not hold the address yet. It is handed over at once or not at all; address and text are kept nowhere.
/// </summary>
public sealed class AddressCheck
{
    private readonly CompanyCore _company;
    private readonly LetterWriter _writer;
    private readonly MessageCatalog _catalog;
    private readonly Posts _posts;
    private readonly LettersToAddress _letters;
    private readonly TimeProvider _clock;

    internal AddressCheck(CompanyCore company, LetterWriter writer, MessageCatalog catalog, Posts posts, LettersToAddress letters, TimeProvider clock) =>
        (_company, _writer, _catalog, _posts, _letters, _clock) = (company, writer, catalog, posts, letters, clock);

    /// <summary>Sends it.</summary>
    /// <param name="template">A declared service template that says nothing of the person: what it reads is the address, which is given here.</param>
    /// <param name="to">As typed, normalised.</param>
    /// <param name="language"><c>ja</c> or <c>en</c>.</param>
    /// <param name="fields">Exactly the template's.</param>
    /// <returns>Whether the post took it; false too where enough went there within the hour (<see cref="LettersToAddress"/>).</returns>
    /// <exception cref="ArgumentException">There is no such template, or it does not fit.</exception>
    public async Task<bool> SendAsync(string template, EmailAddress to, string language, MessageFields fields, CancellationToken cancel = default)
    {
        var found = _catalog.Find(template) ?? throw new ArgumentException($"There is no message template {template}.", nameof(template));
        if (found.Kind != MessageKind.Service || !found.Items.IsEmpty) throw new ArgumentException($"{template} is no service template without items.", nameof(template));
        if (MessageCatalog.Fault(found, fields) is { } fault) throw new ArgumentException($"{template}: {fault}.", nameof(fields));
        if (!_posts.Any || !_letters.Take(to)) return false;
        var text = _writer.Write(found, language, static _ => null, fields, stop: null);
        var from = _company.Settings.Messages?.From ?? Company.Settings.MessageSettings.Nobody;
        using var letter = new MimeMessage
        {
            Subject = text.Subject,
            Date = TimeZoneInfo.ConvertTime(_clock.GetUtcNow(), JapanTime.Zone),
            MessageId = $"{Guid.NewGuid():N}@{from[(from.LastIndexOf('@') + 1)..]}",
            Body = new TextPart(TextFormat.Plain) { Text = text.Body, ContentTransferEncoding = ContentEncoding.Base64 },
        };
        letter.From.Add(new MailboxAddress(_company.Trust.Policies.InForce.Document.Company.Name.In(language), from));
        letter.To.Add(new MailboxAddress(null, to.Address));
        letter.Headers.Add("Auto-Submitted", "auto-generated");
        letter.Headers.Add("Content-Language", language);
        await using var post = _posts.Open();
        var taken = (await post.HandAsync(letter, cancel)).Outcome == PostOutcome.Taken;
        if (!taken) _letters.GiveBack(to);
        return taken;
    }
}
