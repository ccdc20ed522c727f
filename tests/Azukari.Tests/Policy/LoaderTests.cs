using System.Text;
using Azukari.Policy.Loading;
using Azukari.Tests.Policy.Model;
using CsCheck;
using Spec = Azukari.Tests.Policy.Model.Spec;

namespace Azukari.Tests.Policy;

/// <summary>Errors stand where the mistake stands and say what would be right; nothing bad ever throws.</summary>
public sealed class LoaderTests
{
    private static readonly string Good = SpecText.Yaml(new Spec
    {
        PurposeRules = new() { ["purpose.a"] = new PurposeSpec(["agent"], "none", false, [new GrantSpec(["staff.one"], ["name", "mail"], ["agent"], [])]) },
        JointItems = ["name"], Grounds = new() { ["ground0"] = new GroundSpec(["lawyer"], ["name"], ["consent"], false, null) },
    });

    [Fact]
    public void The_sample_itself_has_no_error() => Assert.Empty(PolicyLoader.Load(Good, "good.yaml").Errors);

    [Theory]
    [InlineData("to: [staff.one]", "to: [staff.onne]", "staff.onne", "purpose.a", "there is no recipient kind 'staff.onne'", "did you mean 'staff.one'?")]
    [InlineData("items: [name, mail], subjects", "items: [nmae, mail], subjects", "nmae", "purpose.a", "there is no item 'nmae'", "did you mean 'name'?")]
    [InlineData("subjects: [agent], when", "subjects: [agent, retail], when", "[agent, retail], when", "purpose.a", "the grant names 'retail'", "purpose's subjects")]
    [InlineData("grants:", "grunts:", "grunts:", "purpose.a", "'grunts' is not a key", "did you mean 'grants'?")]
    [InlineData("case: none", "case: nome", "nome", "purpose.a", "'nome' is no kind of case", "did you mean 'none'?")]
    [InlineData("effective: 2021-01-01", "effective: 2021-13-01", "2021-13-01", null, "is no date", "2026-12-01")]
    [InlineData("when: []", "when: [concent]", "concent", "purpose.a", "'concent' is no condition", "did you mean 'consent'?")]
    [InlineData("shape: email", "shape: e-mail", "e-mail }", null, "'e-mail' is no shape", "did you mean 'email'?")]
    [InlineData("label: { ja: 氏名, en: Name }", "label: { ja: 氏名 }", "{ ja: 氏名 }", null, "has no 'en'", "add 'en:'")]
    [InlineData("sort: adviser", "sort: advisor", "advisor", null, "'advisor' is no sort of recipients", "did you mean 'adviser'?")]
    [InlineData("joint-use: { items: [name] }", "joint-use: { items: [number] }", "{ items: [number] }", "joint.items", "the Individual Number 'number' is jointly used", "'statutory'")]
    [InlineData("requires: [consent]", "requires: consent: x", null, null, null, null)]
    [InlineData("ja: 本文, en: Text of purpose.a", "ja: 本文, en: ''", "''", "purpose.a", "the text in English is empty", "write it")]
    [InlineData("to: [lawyer], items", "to: [staff.one], items", "{ to: [staff.one], items: [name], requires", "ground0", "'staff.one' is of sort staff", "possible are")]
    [InlineData("- id: joint.items", "- id: purpose.a", "purpose.a\n    heading: { ja: 見出し, en: Heading of joint.items }", "purpose.a", "is declared a second time", "declare it once")]
    [InlineData("unknown-purpose, ", "unknown-porpoise, ", "unknown-porpoise", "principle", "is no reason of a refusal", "did you mean 'unknown-purpose'?")]
    [InlineData("    purpose:\n", "    statement: true\n    purpose:\n", "true\n    purpose", "purpose.a", "the clause has two rules", "one rule a clause")]
    public void A_mistake_is_named_where_it_stands(string right, string wrong, string? at, string? clause, string? message, string? mend)
    {
        var text = Good.Replace(right, wrong, StringComparison.Ordinal);
        Assert.NotEqual(Good, text);
        var load = PolicyLoader.Load(text, "bad.yaml");
        Assert.Null(load.Document);
        Assert.NotEmpty(load.Errors);
        if (message is null)
            return;
        var error = Assert.Single(load.Errors, e => e.Message.En.Contains(message, StringComparison.Ordinal));
        Assert.Contains(mend!, error.Mend.En, StringComparison.Ordinal);
        Assert.True(error.Clause is null || error.Clause.Value.Value == clause, error.ToString());
        var place = text.IndexOf(at!, StringComparison.Ordinal);
        Assert.Equal((text[..place].Count(c => c == '\n') + 1, place - text.LastIndexOf('\n', place)), (error.Line, error.Column));
        Assert.StartsWith($"bad.yaml:{error.Line}:{error.Column}", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void All_errors_come_in_one_go_in_the_order_of_the_file()
    {
        var text = Good.Replace("effective: 2021-01-01", "effective: soon", StringComparison.Ordinal).Replace("to: [staff.one]", "to: [nobody]", StringComparison.Ordinal)
            .Replace("to: [lawyer]", "to: [lawer]", StringComparison.Ordinal);
        var errors = PolicyLoader.Load(text, "bad.yaml").Errors;
        Assert.True(errors.Count >= 3, string.Join('\n', errors));
        Assert.Equal(errors.OrderBy(e => e.Line).ThenBy(e => e.Column), errors);
    }

    [Fact]
    public void Sets_may_name_sets_and_a_circle_is_an_error()
    {
        var sets = Good.Replace("clauses:\n", "sets: { items: { contact: [mail, phone], all-of-it: [contact, name] } }\nclauses:\n", StringComparison.Ordinal)
            .Replace("items: [name, mail], subjects", "items: [all-of-it], subjects", StringComparison.Ordinal);
        var document = PolicyLoader.Load(sets, "sets.yaml").Document;
        var grant = Assert.IsType<Azukari.Policy.Document.PurposeRule>(document!.Clauses.First(c => c.Id.Value == "purpose.a").Rule).Grants[0];
        Assert.Equal(["mail", "phone", "name"], grant.Items.Select(i => i.Value));
        var circle = PolicyLoader.Load(sets.Replace("contact: [mail, phone]", "contact: [mail, all-of-it]", StringComparison.Ordinal), "circle.yaml");
        Assert.Contains(circle.Errors, e => e.Message.En.Contains("contains itself", StringComparison.Ordinal));
    }

    [Fact]
    public void Hostile_files_are_refused_quickly()
    {
        var bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n";
        Assert.Contains("anchors", Assert.Single(PolicyLoader.Load(bomb, "bomb.yaml").Errors).Message.En, StringComparison.Ordinal);
        Assert.Contains("deeper", Assert.Single(PolicyLoader.Load("policy: " + new string('[', 50_000), "deep.yaml").Errors).Message.En, StringComparison.Ordinal);
        Assert.Contains("larger", Assert.Single(PolicyLoader.Load(new string('x', 3_000_000), "huge.yaml").Errors).Message.En, StringComparison.Ordinal);
        Assert.Contains("nodes", Assert.Single(PolicyLoader.Load("policy: [" + string.Concat(Enumerable.Repeat("x,", 200_000)) + "x]", "many.yaml").Errors).Message.En, StringComparison.Ordinal);
        Assert.Contains("UTF-8", Assert.Single(PolicyLoader.Load([0x70, 0xff, 0xfe], "bytes.yaml").Errors).Message.En, StringComparison.Ordinal);
        Assert.Contains("tags", Assert.Single(PolicyLoader.Load("policy: !!binary AAAA", "tag.yaml").Errors).Message.En, StringComparison.Ordinal);
        Assert.Contains("second YAML document", PolicyLoader.Load(Good + "\n---\nx: y\n", "two.yaml").Errors[^1].Message.En, StringComparison.Ordinal);
        var chain = "policy: x\nsets: { items: { " + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"s{i}: [s{i + 1}], ")) + "} }";
        Assert.Contains(PolicyLoader.Load(chain, "chain.yaml").Errors, e => e.Message.En.Contains("deep", StringComparison.Ordinal));
        var words = "policy: x\nitems: {" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"i{i}: x, ")) + "}\nsets: { items: { s: [" + string.Concat(Enumerable.Range(0, 30_000).Select(i => $"j{i}, ")) + "] } }";
        Assert.Equal(PolicyLoader.MaximumErrors, PolicyLoader.Load(words, "words.yaml").Errors.Count);
        Assert.Single(PolicyLoader.LoadFile("/nonexistent/policy.yaml").Errors);
        Assert.Single(PolicyLoader.Load("", "empty.yaml").Errors);
    }

    [Fact]
    public void No_text_makes_the_loader_throw()
    {
        var bytes = Encoding.UTF8.GetBytes(Good);
        (from place in Gen.Int[0, bytes.Length - 1] from length in Gen.Int[0, 40] from junk in Gen.OneOf(Gen.Byte.Array[0, 12], Gen.String.Select(Encoding.UTF8.GetBytes)) select (place, length, junk))
            .Sample(cut =>
            {
                byte[] text = [.. bytes[..cut.place], .. cut.junk, .. bytes[Math.Min(bytes.Length, cut.place + cut.length)..]];
                var load = PolicyLoader.Load(text, "junk.yaml");
                Assert.True(load.Document is null != (load.Errors.Count == 0));
                Assert.All(load.Errors, e => Assert.True(e is { Line: > 0, Column: > 0, Message: { En.Length: > 0, Ja.Length: > 0 }, Mend: { En.Length: > 0, Ja.Length: > 0 } }));
            }, iter: 2_000);
        Gen.String.Sample(text => Assert.NotEmpty(PolicyLoader.Load(text, "junk.yaml").Errors), iter: 2_000);
    }

    [Fact]
    public void The_hash_is_that_of_the_files_bytes()
    {
        var bytes = File.ReadAllBytes(ShippedPolicies.FileOf("2021-04"));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), ShippedPolicies.First.Sha256);
    }
}
