using System.Globalization;
using System.Text;
using Azukari.Company;
using Azukari.Messages.Contracts;
using Azukari.Messages.OptOut;
using Azukari.Messages.Templates;
using Azukari.Policy.Document;
using Azukari.Values;
using Azukari.Vault;
using MimeKit;
using MimeKit.Text;

namespace Azukari.Messages.Sending;

/// <summary>A letter's words: what a preview shows and a server gets.</summary>
internal sealed record LetterText(string Subject, string Body);

/// <summary>
/// Writes a message's letter. The same message gives the same letter each time, Message-ID and date included, so that whoever gets it twice
/// can tell.
/// </summary>
internal sealed class LetterWriter(CompanyCore company, SiteAddress site, OptOutLinks links)
{
    private static readonly CultureInfo Japanese = CultureInfo.GetCultureInfo("ja-JP"), English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>The words, from values of the view and fields of the order.</summary>
    /// <param name="stop">Where advertising is stopped; null for service messages.</param>
    /// <param name="written">The letter a template refers to; null for one that has its words itself.</param>
    public LetterText Write(MessageTemplate template, string language, Func<string, string?> item, MessageFields fields, Uri? stop, WrittenLetter? written = null)
    {
        if (written is not null) return new LetterText(TemplateText.Line(written.Subject.In(language)), Signed(written.Text.In(language), language, stop));
        string Value(string place) => template.Fields.FirstOrDefault(field => field.Name == place) is { } field
            ? FieldCheck.Print(field, fields.Find(place)!, language, site.Current)
            : item(place) ?? Missing(place, language);
        var subject = TemplateText.Line(TemplateText.Fill(template.Subject.In(language), Value));
        return new LetterText(subject, Signed(TemplateText.Fill(template.Text.In(language).ReplaceLineEndings("\n").Trim('\n'), Value), language, stop));
    }

    /// <summary>What links of the site begin with.</summary>
    public Uri Site => site.Current;

    /// <summary>An address like the one that stops advertising, for a preview: nobody's.</summary>
    public Uri StopSpecimen(string language) => new(site.Current, (language == "en" ? "/en" : "") + OptOutLinks.Path + "specimen");

    /// <summary>The letter of a message.</summary>
    public MimeMessage Compose(Queue.MessageRow row, MessageTemplate template, MessageFields fields, ItemValues values, EmailAddress to, WrittenLetter? written = null)
    {
        var advertising = template.Kind == MessageKind.Advertising;
        var stop = advertising ? links.To(SubjectId.FromBytes(row.Subject), template.Purpose, row.Language) : null;
        var text = Write(template, row.Language, place => Shown(values, place, row.Language), fields, stop, written);
        var from = company.Settings.Messages?.From ?? Company.Settings.MessageSettings.Nobody;
        var letter = new MimeMessage
        {
            Subject = text.Subject,
            Date = TimeZoneInfo.ConvertTime(row.CreatedAt, JapanTime.Zone),
            MessageId = $"{row.Id:N}@{from[(from.LastIndexOf('@') + 1)..]}",
            Body = new TextPart(TextFormat.Plain) { Text = text.Body, ContentTransferEncoding = ContentEncoding.Base64 },
        };
        letter.From.Add(new MailboxAddress(company.Trust.Policies.InForce.Document.Company.Name.In(row.Language), from));
        letter.To.Add(new MailboxAddress(null, to.Address));
        letter.Headers.Add("Auto-Submitted", "auto-generated");
        letter.Headers.Add("Content-Language", row.Language);
        if (stop is not null)
        {
            letter.Headers.Add(HeaderId.ListUnsubscribe, $"<{stop.AbsoluteUri}/now>");
            letter.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        }

        return letter;
    }

    private string? Shown(ItemValues values, string place, string language)
    {
        var item = Policy.ItemId.Parse(place);
        return values[item] is { } stored ? company.ShapeOf(item).ToDisplay(stored, language == "en" ? English : Japanese) : null;
    }

    // A name that is not held leaves a greeting that can stand.
    private static string Missing(string place, string language) => place switch
    {
        "name" => language == "en" ? "member" : "会員",
        _ => "—",
    };

    private string Signed(string text, string language, Uri? stop) =>
        text.ReplaceLineEndings("\n").Trim('\n') + "\n\n" + Signature(company.Trust.Policies.InForce.Document.Company, language, stop);

    private string Signature(Policy.Document.Company who, string language, Uri? stop)
    {
        var english = language == "en";
        var lines = new StringBuilder("--\n").Append(who.Name.In(language)).Append('\n');
        if (who.Address is { } address) lines.Append(Detail(address, language)).Append('\n');
        if (who.Contact is { } contact)
        {
            lines.Append(english ? "Contact: " : "お問い合わせ: ").AppendJoin(english ? ", " : "、", new[] { contact.TollFree, contact.Email }.OfType<string>()).Append('\n');
        }

        lines.Append(english ? "How we handle personal data: " : "個人情報の取扱い: ").Append(new Uri(site.Current, english ? "/en/policy" : "/policy").AbsoluteUri).Append('\n');
        if (stop is not null)
        {
            lines.Append(english ? "This is advertising, sent because you agreed to it. To stop it: " : "このメールは、承諾をいただいた方にお送りする広告です。配信の停止はこちら: ")
                .Append(stop.AbsoluteUri).Append('\n');
        }

        return lines.ToString();
    }

    private static string Detail(CompanyDetail detail, string language) => detail.Text.In(language) + (detail.Specimen ? (language == "en" ? " (specimen)" : "（見本）") : "");
}
