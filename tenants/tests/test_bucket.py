"""Files in an S3 store: the same walls as on disk (X2, V1). The store is moto, as a server."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from moto.server import ThreadedMotoServer

from dangol.ids import new_id
from tenants import context
from tenants.files import CompanyBucket
from tenants.models import Company

pytestmark = [pytest.mark.feature("X2"), pytest.mark.feature("V1")]


@pytest.fixture
def bucket() -> Iterator[CompanyBucket]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    options = {
        "endpoint_url": f"http://{host}:{port}",
        "aws_access_key_id": "test",
        "aws_secret_access_key": "test",
        "region_name": "ap-northeast-2",
    }
    name = f"dangol-{new_id()}"  # what the fake keeps outlives its server
    boto3.client("s3", **options).create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": "ap-northeast-2"}
    )
    yield CompanyBucket(
        bucket_name=name,
        endpoint_url=options["endpoint_url"],
        access_key="test",
        secret_key="test",
        region_name="ap-northeast-2",
    )
    server.stop()


def test_each_company_reads_its_own_object(
    bucket: CompanyBucket, hanbit: Company, daon: Company
) -> None:
    with context.inside(hanbit):
        ours = bucket.save("note.txt", ContentFile(b"hanbit"))
    with context.inside(daon):
        bucket.save("note.txt", ContentFile(b"daon"))
        assert bucket.open("note.txt").read() == b"daon"
        with pytest.raises(SuspiciousFileOperation):
            bucket.open(ours)
    with context.inside(hanbit):
        assert ours == f"companies/{hanbit.pk}/note.txt"
        assert bucket.open(ours).read() == b"hanbit"
        assert bucket.size(ours) == 6
