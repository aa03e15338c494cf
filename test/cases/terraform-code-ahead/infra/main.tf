variable "size" {
  type = number
}

resource "aws_ebs_volume" "data" {
  for_each = toset(["a", "b"])

  availability_zone = "eu-west-1a"
  size              = each.key == "a" ? var.size : 20
  type              = "gp3"
  tags              = { Name = "data-${each.key}" }
}
