using System.Text.Json;
using Azukari.Company.Settings;
using Azukari.Messages.Templates;
using Azukari.Policy;
using Azukari.Policy.Document;

namespace Azukari.Tests.Messages;

/// <summary>Templates and settings that cannot be used are told before anything is sent.</summary>
public sealed class DeclarationTests
{
    public static TheoryData<string, string> Faults => new()
    {
        { "place", "a place {who} that is no item and no field" },
        { "unused", "does not say the field link" },
        { "idle", "does not say the item kana, so nobody should read it" },
        { "subject", "says name in the subject" },
        { "brace", "a brace that belongs to no place" },
        { "silent", "en says nothing" },
        { "id", "an id is at most" },
        { "specimen", "the specimen of link is no Link" },
        { "twice", "Two message templates" },
    };

    [Theory, MemberData(nameof(Faults))]
    public void A_template_that_cannot_be_used_keeps_the_program_from_starting(string what, string said)
    {
        var good = TestTemplates.Confirm;
        var bad = what switch
        {
            "place" => good with { Text = new LocalText(good.Text.Ja + "{who}", good.Text.En) },
            "unused" => good with { Text = new LocalText("{name} {until}", good.Text.En) },
            "idle" => good with { Items = [.. good.Items, ItemId.Parse("kana")] },
            "subject" => good with { Subject = new LocalText("{name} 様へ", good.Subject.En) },
            "brace" => good with { Text = new LocalText(good.Text.Ja + " { ", good.Text.En) },
            "silent" => good with { Text = new LocalText(good.Text.Ja, " ") },
            "id" => good with { Id = "Confirm" },
            "specimen" => good with { Fields = [good.Fields[0] with { Specimen = "https://example.jp" }, good.Fields[1]] },
            _ => good,
        };

        var refused = Assert.Throws<InvalidOperationException>(() => new MessageCatalog(what == "twice" ? [good, good] : [bad]));

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"from":"no-reply@example.jp"}""", "has to have either 'smtp' or 'folder'")]
    [InlineData("""{"from":"somebody","folder":"outbox"}""", "messages.from: is no e-mail address")]
    [InlineData("""{"from":"a@example.jp","smtp":{"host":"mail.example.jp"}}""", "needs 'site'")]
    [InlineData("""{"from":"a@example.jp","site":"http://example.jp","smtp":{"host":"mail.example.jp"}}""", "messages.site: has to be an address like https://example.jp")]
    [InlineData("""{"from":"a@example.jp","site":"https://example.jp","smtp":{"host":"mail.example.jp","security":"none"}}""", "may be none only for a server on this machine")]
    [InlineData("""{"from":"a@example.jp","site":"https://example.jp","smtp":{"host":"mail.example.jp","login":"azukari"}}""", "both 'login' and 'passwordFile'")]
    [InlineData("""{"from":"a@example.jp","folder":"outbox","senders":99}""", "messages.senders: has to be a whole number from 1 to 16")]
    public void Settings_that_cannot_be_used_are_named(string json, string said)
    {
        var refused = Assert.Throws<SettingsException>(() => SettingsFile.Parse(JsonElement.Parse($$"""{"messages":{{json}}}""")));

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_are_written_as_they_are_read()
    {
        var settings = new CompanySettings
        {
            Messages = new MessageSettings
            {
                From = "no-reply@example.jp", Site = new Uri("https://example.jp/"), Senders = 3,
                Smtp = new SmtpSettings("mail.example.jp", 587, SmtpSecurity.StartTls) { Login = "azukari", PasswordFile = "smtp.password" },
            },
        };
        var file = Path.Combine(Azukari.Testing.TestRun.NewFolder("settings"), SettingsFile.Name);
        await SettingsFile.WriteAsync(file, settings, TestContext.Current.CancellationToken);

        Assert.Equal(settings.Messages, (await SettingsFile.ReadAsync(file, TestContext.Current.CancellationToken)).Messages);
    }
}
