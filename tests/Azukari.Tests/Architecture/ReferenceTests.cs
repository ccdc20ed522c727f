using System.Reflection;
using System.Xml.Linq;

namespace Azukari.Tests.Architecture;

public sealed class ReferenceTests
{
    [Fact]
    public void Projects_reference_only_what_the_table_allows()
    {
        var references = Repository.SourceProjects()
            .SelectMany(project => XDocument.Load(project).Descendants("ProjectReference")
                .Select(reference => new Reference(AssemblyName(project), AssemblyName(Resolve(project, reference.Attribute("Include")!.Value)))))
            .ToList();

        Assert.NotEmpty(references);
        Assert.Empty(AllowedReferences.Violations(references));
    }

    [Fact]
    public void Assemblies_reference_only_what_the_table_allows()
    {
        var references = Repository.SourceProjects()
            .Select(project => Assembly.Load(AssemblyName(project)))
            .SelectMany(assembly => assembly.GetReferencedAssemblies()
                .Select(reference => new Reference(assembly.GetName().Name!, reference.Name!)))
            .ToList();

        Assert.NotEmpty(references);
        Assert.Empty(AllowedReferences.Violations(references));
    }

    [Fact]
    public void Every_project_stands_in_the_table_and_the_table_names_no_other() =>
        Assert.Equal(
            Repository.SourceProjects().Select(AssemblyName).Order(StringComparer.Ordinal),
            AllowedReferences.Known.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Azukari.Policy", "Azukari.Vault")]
    [InlineData("Azukari.Ledger", "Azukari.Policy")]
    [InlineData("Azukari.Vault", "Azukari.Company")]
    [InlineData("Azukari.Site", "Azukari.Vault")]
    [InlineData("Azukari.Import", "Azukari.Site")]
    [InlineData("Azukari.Vault", "Microsoft.AspNetCore.Http")]
    [InlineData("Azukari.Nowhere", "Azukari.Policy")]
    public void A_planted_violation_is_found(string from, string to) =>
        Assert.Single(AllowedReferences.Violations([new Reference(from, to)]));

    [Fact]
    public void Versions_are_pinned_in_one_place_only() =>
        Assert.All(Repository.AllProjects(), project =>
            Assert.DoesNotContain(XDocument.Load(project).Descendants("PackageReference"), package => package.Attribute("Version") is not null));

    private static string AssemblyName(string project) =>
        XDocument.Load(project).Descendants("AssemblyName").FirstOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(project);

    private static string Resolve(string project, string include) =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, include));
}
